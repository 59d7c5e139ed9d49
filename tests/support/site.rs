//! A static host for `dist`, as a stranger would run one: the page lives in a sub-folder. It has no service worker, so that every test
//! finds what the host has; `browser/hosting.rs` tries the page with one, from servers that schools run.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::services::ServeDir;

/// The folder of the page.
const FOLDER: &str = "/some/sub-folder";
/// The same files, but for the engine's, which are missing.
const BROKEN: &str = "/broken";
/// The same files, but for those of what writes files.
const WITHOUT_JOBS: &str = "/without-writer";

/// The same files, but for the words of other languages.
const WITHOUT_LANGUAGES: &str = "/without-languages";

/// And without the parts of its modules that come later.
const WITHOUT_LATER: &str = "/without-later";

/// And as a host serves it that knows no type of WebAssembly.
const WITHOUT_TYPE: &str = "/without-type";

/// A running host.
pub struct Site {
    restored: Arc<AtomicBool>,
    /// Where it listens.
    pub address: SocketAddr,
    violations: Arc<AtomicU32>,
}

impl Site {
    /// Serves `dist` until the test's runtime ends.
    pub async fn start() -> Site {
        Site::serve(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")).await
    }

    /// Serves a folder until the test's runtime ends; compressed, where a file stands beside its brotli form.
    pub async fn serve(dist: &Path) -> Site {
        let index =
            std::fs::read_to_string(dist.join("index.html")).expect("dist is built: run `make build`");
        let violations = Arc::new(AtomicU32::new(0));
        // The page's own policy stands in a <meta>, which cannot report: the same one as a header can.
        let policy =
            index.split("content=\"").find(|part| part.starts_with("default-src")).expect("a policy");
        let policy = policy.split('"').next().unwrap_or_default();
        let policy = HeaderValue::from_str(&format!("{policy}; report-uri /violation")).expect("a header");
        let reporting = middleware::from_fn(move |request, next: Next| {
            let policy = policy.clone();
            async move {
                let mut response: Response = next.run(request).await;
                response.headers_mut().insert("content-security-policy-report-only", policy);
                response
            }
        });
        let restored = Arc::new(AtomicBool::new(false));
        let without = |part: &'static str| {
            let restored = Arc::clone(&restored);
            middleware::from_fn(move |request: axum::extract::Request, next: Next| {
                let is_missing = request.uri().path().contains(part) && !restored.load(Ordering::SeqCst);
                async move {
                    match is_missing {
                        true => StatusCode::NOT_FOUND.into_response(),
                        false => next.run(request).await,
                    }
                }
            })
        };
        let router = Router::new()
            .nest_service(FOLDER, ServeDir::new(dist).precompressed_br())
            .layer(reporting)
            .layer(middleware::from_fn(without_service_worker))
            .merge(Router::new().nest_service(BROKEN, ServeDir::new(dist)).layer(without("engine")))
            .merge(Router::new().nest_service(WITHOUT_JOBS, ServeDir::new(dist)).layer(without("jobs")))
            .merge(Router::new().nest_service(WITHOUT_LANGUAGES, ServeDir::new(dist)).layer(without(".po")))
            .merge(Router::new().nest_service(WITHOUT_LATER, ServeDir::new(dist)).layer(without("_later")))
            .merge(
                Router::new()
                    .nest_service(WITHOUT_TYPE, ServeDir::new(dist))
                    .layer(middleware::from_fn(without_type)),
            )
            .route("/frame", get(frame))
            .route("/violation", post(violation))
            .with_state(Arc::clone(&violations));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Site { restored, address, violations }
    }

    /// The page.
    pub fn page(&self) -> String {
        format!("http://{}{FOLDER}/", self.address)
    }

    /// The page without its engine.
    pub fn broken_page(&self) -> String {
        format!("http://{}{BROKEN}/", self.address)
    }

    /// The page without what writes files.
    pub fn page_without_jobs(&self) -> String {
        format!("http://{}{WITHOUT_JOBS}/", self.address)
    }

    /// The page without the words of other languages.
    pub fn page_without_languages(&self) -> String {
        format!("http://{}{WITHOUT_LANGUAGES}/", self.address)
    }

    /// The page without the parts of its modules that come later.
    pub fn page_without_later(&self) -> String {
        format!("http://{}{WITHOUT_LATER}/", self.address)
    }

    /// The page from a host that knows no type of WebAssembly.
    pub fn page_without_type(&self) -> String {
        format!("http://{}{WITHOUT_TYPE}/", self.address)
    }

    /// From now on the files are there that were missing.
    pub fn restore(&self) {
        self.restored.store(true, Ordering::SeqCst);
    }

    /// The page in a frame of a size, since a headless window cannot be as narrow as a phone.
    pub fn framed_page(&self, width: u32, height: u32) -> String {
        format!("http://{}/frame?{width}x{height}", self.address)
    }

    /// How often the content policy was violated.
    pub fn violations(&self) -> u32 {
        self.violations.load(Ordering::SeqCst)
    }
}

async fn without_service_worker(request: axum::extract::Request, next: Next) -> Response {
    match request.uri().path().ends_with("/service-worker.js") {
        true => StatusCode::NOT_FOUND.into_response(),
        false => next.run(request).await,
    }
}

async fn without_type(request: axum::extract::Request, next: Next) -> Response {
    let is_module = request.uri().path().ends_with(".wasm");
    let mut response = next.run(request).await;
    if is_module {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    }
    response
}

async fn frame(RawQuery(size): RawQuery) -> impl IntoResponse {
    let size = size.unwrap_or_default();
    let (width, height) = size.split_once('x').unwrap_or_default();
    let html = format!(
        r#"<!DOCTYPE html><iframe src="{FOLDER}/" width="{width}" height="{height}" style="border:0"></iframe>"#
    );
    ([(header::CACHE_CONTROL, "no-store")], Html(html))
}

async fn violation(State(violations): State<Arc<AtomicU32>>, report: String) {
    eprintln!("content policy violated: {report}");
    violations.fetch_add(1, Ordering::SeqCst);
}
