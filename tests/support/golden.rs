//! The golden values: SHA-256 of every data file of some configurations. They are the same natively and in
//! every browser; a change of any of them is a new version of the data (`engine::DATA_VERSION`).

/// A configuration and the SHA-256 of its files.
pub struct Golden {
    pub preset: &'static str,
    pub settings: &'static [(&'static str, &'static str)],
    /// Combined, normal, anomalous, and the archive of all files and their card.
    pub sha256: [&'static str; 4],
}

pub const GOLDEN: [Golden; 6] = [
    Golden {
        preset: "classic",
        settings: &[],
        sha256: [
            "e048d06c25dbcbd0e1515f132f475c4cb181cf04013111dd57c9e55cfcae5573",
            "8d02e8cf9ebb0022e9f881d9dfbb7db6923d21989b505d05f0644bf40d9a360d",
            "29ed4e57c1328accacf8d04376c261ca62da90015fa04beb51898e52ba83e14a",
            "69e32e9dac905a191887ec473b452d24da44fd6b31b7e693367ee3939992a948",
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
            "bf41b4f4f9c1f620978b2535d2908d62fe8710f8af5ab14dcc1837c23571d2ce",
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
            "c18a5228fc835aa8e8f283360a3adf822633b19533002cac77dcb3b18afa736f",
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
            "80dbeddb913a6e38b993652f4e9f30cf050360a2eb2075a5b571bb230008828b",
            "5b578bd1c04b8e89a0fc12bbcadaf43c29fefe8d96b407fc6ec4758831754683",
            "6f409acc5edf88888f57615b8f0841630b5ec74177b33284e3a3c080cfb543b4",
            "e1408033d903081cf082ee382c1fc29ca4a2306c1fd2bb1b7685e7c7d0f6e59d",
        ],
    },
    Golden {
        preset: "realistic",
        settings: &[("seed", "11"), ("rows", "20000"), ("order", "time"), ("defects.irrelevant", "1")],
        sha256: [
            "25c374298eb3d5ddf0c2e985c704120abe4254b5b9a6cebde7932d6c4739c9e3",
            "e86163a04cdbcc7a588d00d6f87fe9496d7a7fd0b46efb37267f2b6ee95797bc",
            "4ac5d79c642a44445449c31347b7de635802965e3a5ed11b780b0620591ae260",
            "56eb3db4f67dead6924bdf98f060481b07e9b0f32ffad10ebe27b15dec43a6b7",
        ],
    },
    Golden {
        preset: "realistic",
        settings: &[("rows", "3000"), ("users", "20")],
        sha256: [
            "58d3ae792ce0c8ed8b15aa5970eb2f7c66e3578faca5c586508d56480e760b1f",
            "9a9361e8b2ae6ca51b8327ad5579facc86e6b19ad40a381814cd09ef165b255b",
            "634a25509c4097c8e18826eb9e2e3c41fc4a1a590e838cac260fbd0e18a02e1e",
            "27e25589dadde91078bb94aacf2f47662203e3017f01c45721d163a6f6a4ec09",
        ],
    },
];
