//! The golden values: SHA-256 of every data file of some configurations. They are the same natively and in
//! every browser; a change of any of them is a new version of the data (`engine::DATA_VERSION`).

/// A configuration and the SHA-256 of its files.
pub struct Golden {
    pub preset: &'static str,
    pub settings: &'static [(&'static str, &'static str)],
    /// Combined, normal, anomalous, and the archive of all files and their card.
    pub sha256: [&'static str; 4],
}

pub const GOLDEN: [Golden; 4] = [
    Golden {
        preset: "classic",
        settings: &[],
        sha256: [
            "e048d06c25dbcbd0e1515f132f475c4cb181cf04013111dd57c9e55cfcae5573",
            "8d02e8cf9ebb0022e9f881d9dfbb7db6923d21989b505d05f0644bf40d9a360d",
            "29ed4e57c1328accacf8d04376c261ca62da90015fa04beb51898e52ba83e14a",
            "c8084c856a0c8f5fc82052e5ac507276329e7c8eebc052287c69741ac119cf3e",
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
            "a10f938a80faa7d78861d3506c302784e7430a7480d61354a62b0ae0b0b15a01",
            "d3cb7cdf71cdcfb989038ff76d53102da0539d336341fe8381dcd06ca869a4c4",
            "86e79e3a034c05698736244b24db95cfde9ad47f5e12a2e75b63ae6a32f048e0",
            "7ad0f2ed3ae1dcd4c832ca6f1360d6fba25aa5cbd1d2b79475eba367cc2f1456",
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
            "76c2ab4588c7d83c4303b384c65c43cf280789c650b85d6684dcbe6bb2c95399",
            "5f25b1806b93ba0b70fe77b9ddf99432300a42a41b30ee4dd83a88ceb5545579",
            "6e4e269da2d09277a9714c38a0bb4c6d6139e3026767e1e2d743e55d874484f2",
            "73786030a7fb88de38658b7c381f627c2f235d3b5f6e8ac88c91cee3fd72daf6",
        ],
    },
    Golden {
        preset: "realistic",
        settings: &[
            ("rows", "3000"),
            ("defects.label_noise", "1"),
            ("defects.missing.mnar", "2"),
            ("defects.irrelevant", "1"),
            ("world.drift", "0.5"),
        ],
        sha256: [
            "c0e4d5e4268c9299a699d1fab636a030436ab5a06383a5f33821f40ea28bf3e2",
            "7c7aa6c52cacf5b26d857255331701e91830f5bd17321f63da7801e94ef231d9",
            "9f7c6fe0d19ceaad5ffbdb80b2f06cd08bbba88444f6d99cbaa2e97d3c14ab27",
            "73282131b7c9ae3b9adb6d83f60efed039174b303968c285b99e8ed3278e0b72",
        ],
    },
];
