//! A slow network link in front of a server: a TCP proxy with a bandwidth and a round-trip time.
//!
//! Chromium's own emulation does not reach what a worker fetches; this does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

/// Bytes that pass at once.
const CHUNK: usize = 4 << 10;

/// A link, shared by all its connections.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Bits a second, downwards; upwards is not limited.
    pub bits_per_sec: f64,
    /// The time from a request to the first byte of its answer, and that a new connection takes.
    pub round_trip: Duration,
}

/// Starts a link to a server, until the runtime ends. The address of its near end.
pub async fn start(server: SocketAddr, link: Link) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    // When the link is free again.
    let free = Arc::new(Mutex::new(Instant::now()));
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let free = Arc::clone(&free);
            tokio::spawn(async move {
                sleep(link.round_trip).await;
                if let Ok(far) = TcpStream::connect(server).await {
                    carry(near, far, link, free).await;
                }
            });
        }
    });
    address
}

/// Carries one connection until either end closes it.
async fn carry(near: TcpStream, far: TcpStream, link: Link, free: Arc<Mutex<Instant>>) {
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let up = async {
        let mut buffer = vec![0; CHUNK];
        while let Ok(count @ 1..) = from_near.read(&mut buffer).await {
            sleep(link.round_trip).await;
            if to_far.write_all(&buffer[..count]).await.is_err() {
                break;
            }
        }
    };
    let down = async {
        let mut buffer = vec![0; CHUNK];
        while let Ok(count @ 1..) = from_far.read(&mut buffer).await {
            let passed = {
                let mut free = free.lock().await;
                let start = (*free).max(Instant::now());
                *free = start + Duration::from_secs_f64(count as f64 * 8.0 / link.bits_per_sec);
                *free
            };
            sleep_until(passed).await;
            if to_near.write_all(&buffer[..count]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! { () = up => {}, () = down => {} }
}
