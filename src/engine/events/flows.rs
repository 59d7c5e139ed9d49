//! Connections over the network, whose bytes add up to the row's.

use super::addresses::{FILE_SHARING, Host, RDP, SSH, USUAL};
use super::event::{Action, Event, Flow};
use super::log::is_traced;
use super::logins::ephemeral;
use super::split::{Split, below};
use super::traces::{Flows, Traces};
use super::window::Window;
use crate::engine::random::Stream;

/// The most connections of an everyday row.
const MANY: u32 = 6;
/// The fewest and the most of a flood.
const FLOOD: [u32; 2] = [30, 60];

/// The share of bytes that goes out, in 65,536ths: in everyday work from none to two fifths, in exfiltration nearly all.
fn share_out(flows: Flows, traced: bool, bits: u64) -> u64 {
    let bits = bits & 0xffff;
    match flows {
        Flows::Out(_) if traced => 63_000 + bits * 2_500 / 65_536,
        _ => bits * 2 / 5,
    }
}

/// Appends the connections of a row.
pub fn unfold(
    bytes: u64,
    users: u32,
    traces: &Traces,
    is_trace: bool,
    window: Window,
    draws: &mut Stream,
    events: &mut Vec<Event>,
) {
    let count = match traces.flows {
        Flows::Flood(_) => draws.between(FLOOD[0], FLOOD[1]),
        _ => 1 + draws.below(MANY),
    };
    let mut split = Split::new(bytes, count);
    for number in 0..count {
        let part = split.next(draws);
        let [bits, more] = [draws.bits64(), draws.bits64()];
        let traced = traces.flows != Flows::Usual && is_traced(number, bits >> 48);
        let mut peer = Host::Server(below(bits as u32, USUAL.into()) as u8);
        let mut service = None;
        if traced {
            match traces.flows {
                Flows::Usual => {}
                Flows::Out(server) | Flows::To(server) | Flows::Flood(server) => peer = Host::Server(server),
                Flows::Across { desktop } => {
                    peer = Host::Workstation(below(bits as u32, users.into()) as u32);
                    service = Some(if desktop { RDP } else { FILE_SHARING });
                }
            }
        }
        let own = peer.server().map_or(SSH, |server| server.service);
        let is_answered = !(traced && matches!(traces.flows, Flows::Flood(_)));
        let bytes_out = if is_answered {
            let share = share_out(traces.flows, traced, more >> 48);
            ((u128::from(part) * u128::from(share)) >> 16) as u64
        } else {
            part
        };
        let time_ms = window.at((bits >> 32) as u32);
        let flow = Flow {
            peer,
            service: service.unwrap_or(own),
            is_v6: more & 3 == 0,
            is_answered,
            source_port: ephemeral(more >> 2),
            bytes_out,
            bytes_in: part - bytes_out,
            duration_ms: window.up_to(time_ms, (more >> 16) as u32),
        };
        events.push(Event { time_ms, action: Action::Flow(flow), is_trace: is_trace && traced });
    }
}
