//! Settings for Splunk, where files are read by a monitor or an upload: when each event took place. Events that are sent to the HTTP
//! Event Collector say it themselves.

use super::Packed;

pub const NAME: &str = "splunk_props.conf";

/// A stanza for each kind of file.
pub fn text(_: &Packed) -> String {
    "# For $SPLUNK_HOME/etc/system/local/props.conf, where the files are uploaded or monitored with these source types.\n\
     [cyberdatagen:hec]\n\
     SHOULD_LINEMERGE = false\n\
     LINE_BREAKER = ([\\r\\n]+)\n\
     KV_MODE = json\n\
     TIME_PREFIX = \"time\":\n\
     TIME_FORMAT = %s.%3N\n\
     MAX_TIMESTAMP_LOOKAHEAD = 16\n\
     \n\
     [cyberdatagen:issues]\n\
     INDEXED_EXTRACTIONS = csv\n\
     TIMESTAMP_FIELDS = Timestamps\n\
     TIME_FORMAT = %Y-%m-%d %H:%M:%S\n\
     TZ = UTC\n"
        .to_owned()
}
