//! The golden values: SHA-256 of every data file of three configurations. They are the same natively and in
//! every browser; a change of any of them is a new version of the data (`engine::DATA_VERSION`).

/// A configuration and the SHA-256 of its files.
pub struct Golden {
    pub preset: &'static str,
    pub settings: &'static [(&'static str, &'static str)],
    /// Combined, normal, anomalous, and the archive of all five.
    pub sha256: [&'static str; 4],
}

pub const GOLDEN: [Golden; 3] = [
    Golden {
        preset: "classic",
        settings: &[],
        sha256: [
            "e048d06c25dbcbd0e1515f132f475c4cb181cf04013111dd57c9e55cfcae5573",
            "8d02e8cf9ebb0022e9f881d9dfbb7db6923d21989b505d05f0644bf40d9a360d",
            "29ed4e57c1328accacf8d04376c261ca62da90015fa04beb51898e52ba83e14a",
            "8bff98bcb72703eecf6fa0d077e4a00acb5ee579caab2e15df65843a4d5b3fc5",
        ],
    },
    Golden {
        preset: "classic-calibrated",
        settings: &[
            ("seed", "9007199254740991"),
            ("rows", "20000"),
            ("anomaly_share", "5"),
            ("start_date", "1970-01-01"),
            ("reference_date", "2024-02-29"),
        ],
        sha256: [
            "92b9409fbcc81e20b6c51f04d19219a82bc2af358121830f96a78f8cd4d4d9e7",
            "4943e3bb62dfde65b56514bca2fc7390bfd3eb563b50a1d824824c844c978f0d",
            "6f7f851829fafe1f7110eadf538ff863a932d3cd14a0b821d935ab98d3de0718",
            "8d23984f1d7debd3d16d19a1e2e935436ce68829a6c82a41a59f0404299c2b44",
        ],
    },
    Golden {
        preset: "classic",
        settings: &[
            ("seed", "0"),
            ("rows", "3000"),
            ("anomaly_share", "33.3"),
            ("users", "3"),
            ("lists.categories", r"Malware, Zero Day:KPI, =SUM(A1):KRI"),
            ("lists.departments", r#"R\, D, Straße 安全, say "hi""#),
            ("lists.activity_types", "login, backup"),
            ("scoring.profile", "document"),
        ],
        sha256: [
            "d6a29ec3b0e45c16fa7a49bb782f8248674f3d930f176550253c199af7624ea2",
            "a20c2f3665e36b137a7c16ee87a3db374adccb0e824554da8a2f35586876885f",
            "38393af5dea33e0b81dfa1223ae383a0c1afa369a3b38d215c9752d520045cb1",
            "50d549522db46796b81a4e67e03b18e27c7438b717fddc7d1f3e0be01fa4e5ac",
        ],
    },
];
