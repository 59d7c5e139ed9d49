use cyberdatagen::engine::explore::{Kind, Request, alerts::alerts, chart, describe::describe, mini::mini};
use cyberdatagen::engine::{Configuration, Generator, configuration::Preset, table::Table};
use std::time::Instant;
fn main() {
    for n in [100_000_u64, 1_000_000] {
        let configuration = Configuration { rows: n, ..Preset::ALL[0].configuration() };
        let mut generator = Generator::new(&configuration).unwrap();
        let t = Instant::now();
        let table = Table::of(&configuration, (0..n).map(|row| generator.record(row)));
        println!("{n} table {:?}", t.elapsed());
        let rows: Vec<u32> = (0..n as u32).collect();
        let time = |name: &str, f: &mut dyn FnMut()| {
            let t = Instant::now();
            f();
            println!("{n} {name} {:?}", t.elapsed());
        };
        time("describe", &mut || {
            describe(&table, &rows);
        });
        time("alerts", &mut || {
            alerts(&table, &rows);
        });
        time("mini", &mut || {
            for c in table.columns() {
                mini(c, &rows);
            }
        });
        for kind in Kind::ALL {
            time(kind.declared().key, &mut || {
                chart(&table, &rows, &Request::new(kind)).unwrap();
            });
        }
        for r in [
            "correlation?method=spearman",
            "correlation?method=association",
            "histogram?by=Is%20Anomaly",
            "boxes?shape=violin&by=Severity",
            "lines?period=day&statistic=median",
            "lines?columns=Cost&period=day&statistic=median",
        ] {
            time(r, &mut || {
                let c = chart(&table, &rows, &Request::read(r).unwrap()).unwrap();
                let t = Instant::now();
                let (s, h) =
                    cyberdatagen::charts::svg::whole(&c, 900, cyberdatagen::charts::Theme::LIGHT).unwrap();
                println!(
                    "   draw {:?} {} bytes {} hits; message {} bytes",
                    t.elapsed(),
                    s.len(),
                    h.len(),
                    cyberdatagen::protocol::encode(&c).len()
                );
            });
        }
    }
}
