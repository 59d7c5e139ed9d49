//! The small language in which parts of the page are written. A name that begins an action says what is done when the
//! element is used: the page sends it back as [`Act`](crate::old_protocol::ExplorerRequest::Act).

/// Text as a document holds it, in an element or in an attribute.
pub fn escaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => output.push_str("&amp;"),
            '<' => output.push_str("&lt;"),
            '>' => output.push_str("&gt;"),
            '"' => output.push_str("&quot;"),
            '\'' => output.push_str("&#39;"),
            other => output.push(other),
        }
    }
    output
}

/// A button that does something.
pub fn button(class: &str, action: &str, face: &str) -> String {
    let (action, face) = (escaped(action), escaped(face));
    format!(r#"<button type="button" class="{class}" id="do-{action}" data-do="{action}">{face}</button>"#)
}

/// A button whose face is a sign.
pub fn sign(class: &str, action: &str, face: &str, name: &str) -> String {
    let (action, face, name) = (escaped(action), escaped(face), escaped(name));
    format!(
        r#"<button type="button" class="{class}" id="do-{action}" data-do="{action}" aria-label="{name}" title="{name}">{face}</button>"#
    )
}

/// One of several choices: key and name of each.
pub fn select<'a>(
    id: &str,
    name: &str,
    label: &str,
    choices: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> String {
    let options: String = choices
        .into_iter()
        .map(|(key, name)| {
            let selected = if key == chosen { " selected" } else { "" };
            format!(r#"<option value="{}"{selected}>{}</option>"#, escaped(key), escaped(name))
        })
        .collect();
    let (name, label) = (escaped(name), escaped(label));
    format!(
        r#"<div class="field"><label class="label" for="{id}">{label}</label><select id="{id}" name="{name}">{options}</select></div>"#
    )
}

/// A field for a line of text; `kind` is the type of the input.
pub fn line(id: &str, name: &str, label: &str, kind: &str, value: &str, hint: &str) -> String {
    let (name, label, value, hint) = (escaped(name), escaped(label), escaped(value), escaped(hint));
    format!(
        r#"<div class="field"><label class="label" for="{id}">{label}</label><input id="{id}" name="{name}" type="{kind}" autocomplete="off" spellcheck="false" value="{value}" placeholder="{hint}"></div>"#
    )
}

/// A box to tick, before its name.
pub fn tick(id: &str, name: &str, value: &str, label: &str, ticked: bool) -> String {
    let checked = if ticked { " checked" } else { "" };
    let (name, value, label) = (escaped(name), escaped(value), escaped(label));
    format!(
        r#"<label class="tick" for="{id}"><input id="{id}" type="checkbox" name="{name}" value="{value}"{checked}><span>{label}</span></label>"#
    )
}

/// A table with a heading for each column; a row's first cell is its heading. Cells that read as numbers stand at the
/// right.
pub fn table(caption: &str, head: &[String], rows: &[Vec<String>]) -> String {
    let heads: String =
        head.iter().map(|cell| format!(r#"<th scope="col">{}</th>"#, escaped(cell))).collect();
    let body: String = rows
        .iter()
        .map(|row| {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(index, cell)| match index {
                    0 => format!(r#"<th scope="row">{}</th>"#, escaped(cell)),
                    _ if is_number(cell) => format!(r#"<td class="number">{}</td>"#, escaped(cell)),
                    _ => format!("<td>{}</td>", escaped(cell)),
                })
                .collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    let caption = escaped(caption);
    format!(
        r#"<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="indicators figures"><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"#
    )
}

fn is_number(cell: &str) -> bool {
    cell.starts_with(|first: char| first.is_ascii_digit() || first == '-') && cell.len() < 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_data_becomes_markup() {
        let text = escaped("<b a='1'>&\"");
        assert_eq!(text, "&lt;b a=&#39;1&#39;&gt;&amp;&quot;");
        let table = table("<c>", &["<h>".to_owned()], &[vec!["<r>".to_owned(), "1.5".to_owned()]]);
        assert!(!table.contains("<c>") && !table.contains("<h>") && !table.contains("<r>"));
        assert!(table.contains(r#"<td class="number">1.5</td>"#));
    }
}
