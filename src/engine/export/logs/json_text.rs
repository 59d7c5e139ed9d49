//! JSON that is written member by member into bytes, without a tree before it.

use super::prepared::write_id;
use crate::engine::decimal;

/// An object that is being written. Keys need no escaping; text of the configuration comes escaped, once for the whole file.
pub struct JsonText<'a> {
    output: &'a mut Vec<u8>,
    /// Whether the next member is the first of its object.
    is_first: bool,
}

impl<'a> JsonText<'a> {
    /// Begins an object behind what stands in a vector.
    #[inline]
    pub fn new(output: &'a mut Vec<u8>) -> Self {
        output.push(b'{');
        JsonText { output, is_first: true }
    }

    /// Goes on in an object that was begun, with members before.
    #[inline]
    pub fn within(output: &'a mut Vec<u8>) -> Self {
        JsonText { output, is_first: false }
    }

    /// Appends a member or members that are JSON already.
    #[inline]
    pub fn ready(&mut self, members: &str) {
        self.comma();
        self.output.extend_from_slice(members.as_bytes());
    }

    /// Appends members that are JSON already and begin with a comma.
    #[inline]
    pub fn further(&mut self, members: &[u8]) {
        self.output.extend_from_slice(members);
    }

    /// Appends such members as the first ones of an object.
    #[inline]
    pub fn first(&mut self, members: &[u8]) {
        self.output.extend_from_slice(members.get(1..).unwrap_or_default());
        self.is_first = false;
    }

    /// Begins a member whose value is an object.
    #[inline]
    pub fn open(&mut self, key: &str) {
        self.key(key);
        self.output.push(b'{');
        self.is_first = true;
    }

    /// Ends the innermost object.
    #[inline]
    pub fn close(&mut self) {
        self.output.push(b'}');
        self.is_first = false;
    }

    /// A member with a value that is JSON already.
    #[inline]
    pub fn value(&mut self, key: &str, value: &str) {
        self.key(key);
        self.output.extend_from_slice(value.as_bytes());
    }

    /// A member with a text that needs no escaping, which a function appends.
    #[inline]
    pub fn plain(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.key(key);
        self.output.push(b'"');
        write(self.output);
        self.output.push(b'"');
    }

    /// Appends what a function writes.
    #[inline]
    pub fn written(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(self.output);
    }

    /// A member with a whole number.
    #[inline]
    pub fn number(&mut self, key: &str, number: u64) {
        self.key(key);
        decimal::write_integer(number, self.output);
    }

    /// A member with a number and its decimals.
    pub fn decimal(&mut self, key: &str, number: f64, decimals: usize) {
        self.key(key);
        decimal::write_trimmed(number, decimals, self.output);
    }

    /// A member with an event's id.
    #[inline]
    pub fn id(&mut self, key: &str, id: u64) {
        self.plain(key, |output| write_id(id, output));
    }

    #[inline]
    fn key(&mut self, key: &str) {
        self.comma();
        self.output.push(b'"');
        self.output.extend_from_slice(key.as_bytes());
        self.output.extend_from_slice(b"\":");
    }

    #[inline]
    fn comma(&mut self) {
        if !std::mem::replace(&mut self.is_first, false) {
            self.output.push(b',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::prepared::write_time;
    use super::*;
    use crate::engine::configuration::file::quoted;
    use serde_json::{Value, json};

    #[test]
    fn what_is_written_is_read_as_json() {
        let hostile = "say \"hi\"\\\n\t\u{0}\u{1f}\u{202e}שלום|=</script>";
        let mut output = Vec::new();
        let mut object = JsonText::new(&mut output);
        object.value("text", &quoted(hostile));
        object.plain("time", |output| write_time(1_709_164_799_007, output));
        object.open("inner");
        object.number("whole", u64::MAX);
        object.decimal("part", 7.25, 3);
        object.close();
        object.open("empty");
        object.close();
        object.ready(r#""list":[1,2]"#);
        object.id("id", 0xabc);
        object.close();
        let found: Value = serde_json::from_slice(&output).unwrap();
        let expected = json!({
            "text": hostile, "inner": { "whole": u64::MAX, "part": 7.25 }, "empty": {}, "list": [1, 2],
            "id": "0000000000000abc", "time": "2024-02-28T23:59:59.007Z",
        });
        assert_eq!(found, expected);
    }
}
