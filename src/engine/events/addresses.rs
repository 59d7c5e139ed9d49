//! Machines, their addresses and names. All addresses are of the ranges for documentation (RFC 5737, RFC 3849) and all names end
//! in `.example` (RFC 2606), so that no log can ever point at a real machine.
//!
//! | Who | IPv4 | IPv6 |
//! |---|---|---|
//! | devices of users, shared devices | 192.0.2.0/24 | 2001:db8:0:1::/64, 2001:db8:0:2::/64 |
//! | own servers | 198.51.100.0/24 | 2001:db8:0:3::/64 |
//! | servers of others, users away | 203.0.113.0/24 | 2001:db8:ff00::/64, 2001:db8:ff01::/48 |
//!
//! Of IPv4 addresses there are few: with more than 199 users, several share one, as with leases. Those of IPv6 are unique.

use std::io::Write;

/// A machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// The primary device of a user, whose number counts from 0.
    Workstation(u32),
    /// A shared device, from 1.
    Shared(u8),
    /// A server, by its place in [`SERVERS`].
    Server(u8),
    /// A device at another location, by the location's code.
    Away {
        /// The code.
        location: u16,
        /// Which one there.
        number: u16,
    },
}

/// A server.
#[derive(Debug)]
pub struct Server {
    /// Its name.
    pub name: &'static str,
    /// Whether it is one of the own network.
    pub is_inside: bool,
    /// The place of what it speaks in [`SERVICES`].
    pub service: u8,
}

/// What is spoken over the network.
#[derive(Debug)]
pub struct Service {
    /// The protocol, as ECS and Splunk write it.
    pub protocol: &'static str,
    /// The same, as Zeek writes it.
    pub zeek: &'static str,
    /// `tcp` or `udp`.
    pub transport: &'static str,
    /// The port.
    pub port: u16,
}

const fn service(protocol: &'static str, zeek: &'static str, transport: &'static str, port: u16) -> Service {
    Service { protocol, zeek, transport, port }
}

const TLS: u8 = 0;
const SMB: u8 = 1;
const IMAP: u8 = 2;
const DATABASE: u8 = 3;
const QUIC: u8 = 4;
/// The place of SSH.
pub const SSH: u8 = 5;
/// The place of the remote desktop protocol.
pub const RDP: u8 = 6;

/// What is spoken.
pub static SERVICES: [Service; 7] = [
    service("tls", "ssl", "tcp", 443),
    service("smb", "smb", "tcp", 445),
    service("imap", "imap", "tcp", 993),
    service("postgresql", "postgresql", "tcp", 5_432),
    service("quic", "quic", "udp", 443),
    service("ssh", "ssh", "tcp", 22),
    service("rdp", "rdp", "tcp", 3_389),
];

/// The place of the protocol of file servers, which is also spoken between devices.
pub const FILE_SHARING: u8 = SMB;

const fn server(name: &'static str, is_inside: bool, service: u8) -> Server {
    Server { name, is_inside, service }
}

/// The servers. The first [`USUAL`] are those of everyday work.
pub static SERVERS: [Server; 15] = [
    server("intranet.corp.example", true, TLS),
    server("files.corp.example", true, SMB),
    server("mail.corp.example", true, IMAP),
    server("db.corp.example", true, DATABASE),
    server("meet.corp.example", true, QUIC),
    server("git.corp.example", true, SSH),
    server("news.example", false, TLS),
    server("cdn.media.example", false, TLS),
    server("update.vendor.example", false, TLS),
    server("portal.partner.example", false, TLS),
    server("storage.share.example", false, TLS),
    server("login-corp.example", false, TLS),
    server("cdn-sync.example", false, TLS),
    server("drop.transfer.example", false, SSH),
    server("shop.corp.example", true, TLS),
];

/// How many servers are those of everyday work.
pub const USUAL: u32 = 11;
/// The places of servers that attacks use.
pub const CLOUD_STORAGE: u8 = 10;
/// See [`CLOUD_STORAGE`].
pub const LOOK_ALIKE: u8 = 11;
/// See [`CLOUD_STORAGE`].
pub const CONTROL: u8 = 12;
/// See [`CLOUD_STORAGE`].
pub const DROP: u8 = 13;
/// See [`CLOUD_STORAGE`].
pub const SHOP: u8 = 14;
/// The place of the file server.
pub const FILE_SERVER: u8 = 1;

/// IPv4 addresses that workstations share.
const WORKSTATIONS_V4: u32 = 199;
/// The first address of shared devices, less one.
const SHARED_V4: u8 = 200;
/// The first address of devices away, and how many there are.
const AWAY_V4: [u32; 2] = [100, 155];

/// The networks of the own devices.
pub const INSIDE: [&str; 3] = ["192.0.2.0/24", "2001:db8:0:1::/64", "2001:db8:0:2::/64"];

impl Host {
    /// The server of a place in [`SERVERS`].
    pub fn server(&self) -> Option<&'static Server> {
        if let Host::Server(place) = self { SERVERS.get(usize::from(*place)) } else { None }
    }

    /// Whether it is one of the own network.
    pub fn is_inside(&self) -> bool {
        match self {
            Host::Workstation(_) | Host::Shared(_) => true,
            Host::Server(_) => self.server().is_some_and(|server| server.is_inside),
            Host::Away { .. } => false,
        }
    }

    /// Appends its IPv4 address.
    pub fn write_v4(&self, output: &mut Vec<u8>) {
        let (network, number) = match *self {
            Host::Workstation(user) => ("192.0.2.", 1 + user % WORKSTATIONS_V4),
            Host::Shared(number) => ("192.0.2.", u32::from(SHARED_V4.saturating_add(number))),
            Host::Server(place) if self.is_inside() => ("198.51.100.", 10 + u32::from(place)),
            Host::Server(place) => ("203.0.113.", 10 + u32::from(place)),
            Host::Away { location, number } => {
                let place = u32::from(location) * 37 + u32::from(number);
                ("203.0.113.", AWAY_V4[0] + place % AWAY_V4[1])
            }
        };
        output.extend_from_slice(network.as_bytes());
        output.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    /// Appends its IPv6 address, in the form of RFC 5952.
    pub fn write_v6(&self, output: &mut Vec<u8>) {
        let (network, number) = match *self {
            Host::Workstation(user) => ("2001:db8:0:1::", user + 1),
            Host::Shared(number) => ("2001:db8:0:2::", number.into()),
            Host::Server(place) if self.is_inside() => ("2001:db8:0:3::", 10 + u32::from(place)),
            Host::Server(place) => ("2001:db8:ff00::", 10 + u32::from(place)),
            Host::Away { location, number } => {
                output.extend_from_slice(b"2001:db8:ff01:");
                hexadecimal(u32::from(location) + 1, output);
                ("::", u32::from(number) + 1)
            }
        };
        output.extend_from_slice(network.as_bytes());
        if number > 0xffff {
            hexadecimal(number >> 16, output);
            output.push(b':');
        }
        hexadecimal(number & 0xffff, output);
    }

    /// Appends the address of a version.
    pub fn write_address(&self, is_v6: bool, output: &mut Vec<u8>) {
        if is_v6 { self.write_v6(output) } else { self.write_v4(output) }
    }

    /// Appends its name; a device away has none.
    pub fn write_name(&self, output: &mut Vec<u8>) {
        let (prefix, number) = match *self {
            Host::Workstation(user) => ("ws-", user + 1),
            Host::Shared(number) => ("shared-", number.into()),
            Host::Server(_) => {
                let name = self.server().map_or("", |server| server.name);
                return output.extend_from_slice(name.as_bytes());
            }
            Host::Away { .. } => return,
        };
        output.extend_from_slice(prefix.as_bytes());
        output.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        output.extend_from_slice(b".corp.example");
    }
}

fn hexadecimal(number: u32, output: &mut Vec<u8>) {
    // Writing into a vector never fails.
    let _ = write!(output, "{number:x}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    #[test]
    fn addresses_are_of_the_documentation_ranges_and_written_as_the_standard_library_does() {
        let workstations = [0, 198, 199, 65_534, 65_535, 99_999].map(Host::Workstation);
        let servers = (0..SERVERS.len() as u8).map(Host::Server);
        let away = [(0, 0), (249, 65_535), (3, 9)].map(|(location, number)| Host::Away { location, number });
        for host in workstations.into_iter().chain(servers).chain(away).chain([Host::Shared(9)]) {
            let (mut v4, mut v6) = (Vec::new(), Vec::new());
            host.write_v4(&mut v4);
            host.write_v6(&mut v6);
            let [v4, v6] = [v4, v6].map(|text| String::from_utf8(text).unwrap());
            let parsed: Ipv4Addr = v4.parse().unwrap();
            assert!(parsed.is_documentation(), "{v4}");
            let parsed: Ipv6Addr = v6.parse().unwrap();
            assert_eq!(parsed.to_string(), v6);
            assert_eq!(parsed.segments()[..2], [0x2001, 0xdb8]);
            let mut name = Vec::new();
            host.write_name(&mut name);
            assert!(name.is_empty() || name.ends_with(b".example"));
        }
    }
}
