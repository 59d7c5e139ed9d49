//! Processes: each starts and ends within the session, and what they used adds up to the row's CPU and memory.

use super::event::{Action, Event, ProcessEvent, Usage};
use super::programs::EVERYDAY;
use super::split::{Split, below};
use super::traces::Traces;
use super::window::Window;
use crate::engine::random::Stream;

/// The most programs of everyday work in a row.
const MANY: u32 = 3;

/// Appends the processes of a row, which share so many hundredths of a percent of the processor and so many bytes of memory.
pub fn unfold(
    cpu_hundredths: Option<u32>,
    memory_bytes: Option<u64>,
    traces: &Traces,
    is_trace: bool,
    window: Window,
    draws: &mut Stream,
    events: &mut Vec<Event>,
) {
    let everyday = 1 + draws.below(MANY);
    let count = everyday + u32::from(traces.program.is_some());
    let mut cpu = cpu_hundredths.map(|total| Split::new(total.into(), count));
    let mut memory = memory_bytes.map(|total| Split::new(total, count));
    let shell = draws.between(1_000, 30_000);
    // Programs of everyday work are neighbors in the list, so that none runs twice.
    let first = draws.below(EVERYDAY);
    for number in 0..count {
        let bits = draws.bits64();
        let traced = number == everyday;
        let program = match traces.program {
            Some(program) if traced => program as u8,
            _ => ((first + number) % EVERYDAY) as u8,
        };
        let usage = Usage {
            cpu_hundredths: cpu.as_mut().map(|split| split.next(draws) as u32),
            memory_bytes: memory.as_mut().map(|split| split.next(draws)),
        };
        let process = ProcessEvent {
            program,
            // Windows numbers processes by fours.
            pid: 4 * (8_000 + number * 500 + below(bits as u32, 500) as u32),
            parent_pid: 4 * shell,
            usage: None,
        };
        let start_ms = window.part(0, 60).at((bits >> 32) as u32);
        let end_ms = start_ms + i64::from(window.up_to(start_ms, (bits >> 16) as u32));
        let is_trace = is_trace && traced;
        events.push(Event { time_ms: start_ms, action: Action::Process(process), is_trace });
        let action = Action::Process(ProcessEvent { usage: Some(usage), ..process });
        events.push(Event { time_ms: end_ms, action, is_trace });
    }
}
