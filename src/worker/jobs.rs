//! What the jobs module is asked: long jobs, and files. It is loaded when it is first needed, since nobody needs it in the first minute.

use super::dataset::Tables;
use super::session::{Begun, asked_elsewhere, needed, once};
use super::{balance, detect, export, learn};
use crate::engine::Problem;
use crate::engine::respond::sigma;
use crate::protocol::{Answer, JobId, Request, balance::Inspect, export::ReadSigma};

/// Begins a request.
///
/// # Errors
/// It cannot be done, or is none of this module.
pub fn begin(
    _: &mut Tables,
    _: JobId,
    request: Request,
    file: Option<Vec<u8>>,
) -> Result<Begun, Vec<Problem>> {
    Ok(Begun::Work(match request {
        Request::Inspect(Inspect) => balance::inspect(needed(file)?)?,
        Request::Balance(request) => balance::balance(request, file)?,
        Request::Detect(request) => detect::detect(request, file)?,
        Request::Sweep(request) => detect::sweep(request, file)?,
        Request::Solve(request) => learn::solve(request),
        Request::Export(request) => export::export(request)?,
        Request::Sizes(request) => export::sizes(request)?,
        Request::SaveLog(request) => export::save_log(&request)?,
        Request::ReadSigma(ReadSigma) => {
            let text = String::from_utf8_lossy(&needed(file)?).into_owned();
            once(move |_| Ok(Answer::ReadSigma(sigma::read(&text)?.lines())))
        }
        #[expect(clippy::panic, reason = "the drill")]
        Request::Panic => panic!("a drill was asked for"),
        _ => return Err(asked_elsewhere()),
    }))
}
