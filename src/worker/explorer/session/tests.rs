use super::*;

fn dataset(rows: u64) -> ExplorerRequest {
    let settings = vec![Override { path: "rows".into(), value: rows.to_string() }];
    ExplorerRequest::Dataset { generation: 1, preset: "classic".into(), settings }
}

fn act(action: &str, fields: &[(&str, &str)]) -> ExplorerRequest {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    ExplorerRequest::Act { action: action.to_owned(), fields }
}

/// Sends requests, and gives the replies to the last of them.
fn run(session: &mut Session, requests: impl IntoIterator<Item = ExplorerRequest>) -> Vec<Reply> {
    let mut replies = Vec::new();
    for request in requests {
        let outputs = session.handle(request, Vec::new(), &mut |_, _| {});
        replies = outputs
            .into_iter()
            .filter_map(|output| match output {
                Output::Reply(reply) => Some(reply),
                _ => None,
            })
            .collect();
    }
    replies
}

fn shown(replies: &[Reply]) -> &Shown {
    let shown = replies.iter().rev().find_map(|reply| match reply {
        Reply::Shown(shown) => Some(shown),
        _ => None,
    });
    shown.unwrap_or_else(|| panic!("{replies:?}"))
}

fn part<'a>(replies: &'a [Reply], wanted: &str) -> &'a str {
    let part = replies.iter().rev().find_map(|reply| match reply {
        Reply::Part { id, html } if id == wanted => Some(html.as_str()),
        _ => None,
    });
    part.unwrap_or_else(|| panic!("{wanted}: {replies:?}"))
}

fn numbers(session: &mut Session, first: u64, count: u32) -> Vec<u32> {
    let version = session.version;
    match run(session, [ExplorerRequest::Order { version, first, count }]).as_slice() {
        [Reply::Numbers { rows, .. }] => rows.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_made_before_it_is_needed() {
    let mut session = Session::default();
    let replies = run(&mut session, [dataset(300)]);
    assert!(session.held.iter().all(Option::is_none));
    assert_eq!((shown(&replies).rows, shown(&replies).generation), (None, 1));
}

#[test]
fn rows_are_sorted_filtered_and_shown_by_class() {
    let mut session = Session::default();
    let cost = menu::place("Cost").unwrap();
    let replies = run(&mut session, [dataset(300), act(&format!("sort/{cost}/down"), &[])]);
    assert_eq!((shown(&replies).rows, shown(&replies).sort), (Some(300), Some((cost, true))));
    let costs = |session: &Session| {
        let column = &session.held(Source::Generated).unwrap().table.columns()[cost as usize];
        let crate::engine::table::Values::Numbers(values) = &column.values else { panic!() };
        values.clone()
    };
    let all = numbers(&mut session, 0, 256);
    let values = costs(&session);
    assert!(all.windows(2).all(|pair| values[pair[0] as usize] >= values[pair[1] as usize]));
    assert_eq!(numbers(&mut session, 290, 20).len(), 10);

    let replies =
        run(&mut session, [act(&format!("filter/{cost}"), &[("least", "1,000"), ("greatest", "")])]);
    let expected = values.iter().filter(|&&value| value >= 1_000.0).count() as u64;
    assert_eq!(shown(&replies).rows, Some(expected));
    assert_eq!(shown(&replies).choice.filter, "Cost@1000..");
    assert!(part(&replies, "table-chips").contains("Cost from 1,000"));

    let replies = run(&mut session, [ExplorerRequest::Class(Some(true))]);
    assert!(shown(&replies).rows.unwrap() <= 60);
    let replies = run(&mut session, [act("unfilter/Cost", &[]), act("unsort", &[])]);
    assert_eq!(shown(&replies).rows, None);
}

#[test]
fn what_is_typed_wrong_is_explained() {
    let mut session = Session::default();
    let cost = menu::place("Cost").unwrap();
    let replies = run(
        &mut session,
        [
            dataset(50),
            act(&format!("menu/{cost}"), &[]),
            act(&format!("filter/{cost}"), &[("least", "much")]),
        ],
    );
    let [Reply::Failed(problems)] = replies.as_slice() else { panic!("{replies:?}") };
    assert!(problems[0].reason.contains("'much' is no number") && !problems[0].hint.is_empty());
}

#[test]
fn a_chart_is_shown_and_filters_what_is_looked_at() {
    let mut session = Session::default();
    run(
        &mut session,
        [dataset(2_000), ExplorerRequest::Surface(Surface { width: 600, ratio: 2.0, dark: false })],
    );
    let replies = run(
        &mut session,
        [act("chart", &[("kind", "bars")]), ExplorerRequest::Look(true), act("chart", &[("kind", "bars")])],
    );
    assert!(replies.iter().all(|reply| !matches!(reply, Reply::Failed(_))), "{replies:?}");
    let (chart, surface, theme) = session.to_draw().unwrap();
    let look = crate::charts::Look { theme, whole: false };
    let (_, hits) = svg::svg(chart, (surface.width, 300), look).unwrap();
    session.drawn(hits);
    let replies = run(&mut session, [act("next", &[])]);
    assert!(matches!(replies.as_slice(), [Reply::Marked(Some(_), text)] if !text.is_empty()), "{replies:?}");
    let replies = run(&mut session, [act("take", &[])]);
    let filter = &shown(&replies).choice.filter;
    assert!(filter.starts_with("Severity:"), "{filter}");
    let left = shown(&replies).rows.unwrap();
    assert!(left > 0 && left < 2_000);
    assert_eq!(session.chart().unwrap().rows, left);

    // The same choice, made by a link in a fresh explorer.
    let choice = Choice::of(&shown(&replies).choice.settings());
    assert_eq!(choice, shown(&replies).choice);
    let mut other = Session::default();
    let replies = run(&mut other, [dataset(2_000), ExplorerRequest::Choose(choice.clone())]);
    assert_eq!((shown(&replies).rows, &shown(&replies).choice), (Some(left), &choice));
}

#[test]
fn a_file_is_looked_at_or_refused_with_a_remedy() {
    let mut session = Session::default();
    run(&mut session, [dataset(50)]);
    let open = |name: &str| ExplorerRequest::Open { name: name.to_owned(), balanced: false };
    let outputs = session.handle(open("own.csv"), b"a,b\n1,x\n2,y\n2.5,x\n".to_vec(), &mut |_, _| {});
    assert!(outputs.iter().all(|output| !matches!(output, Output::Reply(Reply::Failed(_)))), "{outputs:?}");
    assert_eq!(session.chart().unwrap().rows, 3);
    assert!(session.parts["explore-source"].contains("own.csv"));
    for (bytes, part) in [(&b"a,b\n1\n"[..], "1 cells"), (b"\xff\xfea", "UTF-16"), (b"", "empty")] {
        let outputs = session.handle(open("bad.csv"), bytes.to_vec(), &mut |_, _| {});
        let problem = outputs.iter().find_map(|output| match output {
            Output::Reply(Reply::Failed(problems)) => problems.first(),
            _ => None,
        });
        let problem = problem.unwrap();
        assert!(problem.reason.contains("'bad.csv'") && problem.reason.contains(part), "{problem}");
        // What was there before is still there.
        assert_eq!(session.chart().unwrap().rows, 3);
    }
}

#[test]
fn columns_are_hidden_but_never_all() {
    let mut session = Session::default();
    let replies = run(&mut session, [dataset(50), act("hide/3", &[])]);
    assert_eq!(shown(&replies).hidden, [3]);
    let replies = run(&mut session, [act("shown", &[])]);
    assert!(matches!(replies.as_slice(), [Reply::Failed(_)]));
    let replies = run(&mut session, [act("shown", &[("shown", "0"), ("shown", "5")])]);
    assert!(shown(&replies).hidden.contains(&3) && !shown(&replies).hidden.contains(&5));
    let replies = run(&mut session, [act("show-all", &[])]);
    assert_eq!(shown(&replies).hidden, [0; 0]);
    let replies = run(&mut session, [act("dictionary", &[])]);
    assert!(part(&replies, "explore-menu").contains("Threat Score"));
}
