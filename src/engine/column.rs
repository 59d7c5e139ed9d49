//! The names by which code calls the columns of a dataset. Early phases say which column shows what they draw, long before
//! the dataset declares what a column is.

/// Identifies a column, whatever it is called on the screen. In the order of [`COLUMNS`](super::dataset::COLUMNS), then of
/// the columns that balancing adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnId {
    /// The column `Issue ID`.
    IssueId,
    /// The column `Issue Key`.
    IssueKey,
    /// The column `Issue Name`.
    IssueName,
    /// The column `Issue Volume`.
    IssueVolume,
    /// The column `Category`.
    Category,
    /// The column `Severity`.
    Severity,
    /// The column `Status`.
    Status,
    /// The column `Reporters`.
    Reporters,
    /// The column `Assignees`.
    Assignees,
    /// The column `Date Reported`.
    DateReported,
    /// The column `Date Resolved`.
    DateResolved,
    /// The column `Issue Response Time Days`.
    ResponseDays,
    /// The column `Impact Score`.
    ImpactScore,
    /// The column `Risk Level`.
    RiskLevel,
    /// The column `Department Affected`.
    DepartmentAffected,
    /// The column `Remediation Steps`.
    RemediationSteps,
    /// The column `Cost`.
    Cost,
    /// The column `KPI/KRI`.
    KpiKri,
    /// The column `User ID`.
    UserId,
    /// The column `Timestamps`.
    Timestamps,
    /// The column `Activity Type`.
    ActivityType,
    /// The column `User Location`.
    UserLocation,
    /// The column `IP Location`.
    IpLocation,
    /// The column `Session Duration in Second`.
    SessionSecs,
    /// The column `Num Files Accessed`.
    FilesAccessed,
    /// The column `Login Attempts`.
    LoginAttempts,
    /// The column `Data Transfer MB`.
    TransferMb,
    /// The column `CPU Usage %`.
    CpuPercent,
    /// The column `Memory Usage MB`.
    MemoryMb,
    /// The column `Threat Score`.
    ThreatScore,
    /// The column `Threat Level`.
    ThreatLevel,
    /// The column `Defense Action`.
    DefenseAction,
    /// The column `Is Anomaly`.
    IsAnomaly,
    /// The column `Color`.
    Color,
    /// The column `Attack Type`.
    AttackType,
    /// The column `ATT&CK Technique`.
    Technique,
    /// The column `Campaign ID`.
    CampaignId,
    /// The column `Phase`.
    Phase,
    /// The column `Device`.
    Device,
    /// The column `Is Benign Outlier`.
    IsBenignOutlier,
    /// The column `Noise 1`.
    Noise1,
    /// The column `Noise 2`.
    Noise2,
    /// The column `Noise 3`.
    Noise3,
    /// The column `Noise 4`.
    Noise4,
    /// The column `Is Synthetic`.
    IsSynthetic,
    /// The column `Parent 1`.
    Parent1,
    /// The column `Parent 2`.
    Parent2,
}
