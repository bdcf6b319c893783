// Alerts by mail when the product itself has faults; docs/runbook.md describes what to do. The queries use
// metrics where possible, because log lines are rate limited and metrics are complete.
param baseName string
param location string
param workspaceId string

@description('The recipient of the mail.')
param email string

// Each query returns rows; one row is enough for an alert.
var rules = [
  {
    name: 'ingest-fails'
    about: 'Telemetry could not be taken, through a fault of ours. Runbook: A card is missing, step 2.'
    severity: 1
    window: 'PT10M'
    query: 'AppMetrics | where Name == "faults" and tostring(Properties.event) == "telemetry.failed" and Sum > 0'
  }
  {
    name: 'telemetry-set-aside'
    about: 'Messages from the event hub could not be read. Runbook: Telemetry is set aside.'
    severity: 2
    window: 'PT10M'
    query: 'AppMetrics | where Name == "telemetry.setAside" and Sum > 0'
  }
  {
    name: 'cards-fail'
    about: 'Teams refused cards for good. Runbook: A card is missing, step 4.'
    severity: 2
    window: 'PT10M'
    query: 'AppMetrics | where Name == "cards" and tostring(Properties.outcome) == "failed" and Sum > 0'
  }
  {
    name: 'nobody-sends'
    about: 'No process of the bot sends cards; it may not run. Runbook: Where to look.'
    severity: 1
    window: 'PT10M'
    query: 'AppMetrics | where Name == "sender" | summarize senders = countif(Max >= 1) | where senders == 0'
  }
  {
    name: 'no-sweep'
    about: 'For ten minutes no sweep ended: time takes no effect, nothing opens. Runbook: A ticket is stuck.'
    severity: 1
    window: 'PT10M'
    query: 'AppMetrics | where Name == "sweep.duration" | summarize sweeps = count() | where sweeps == 0'
  }
  {
    name: 'store-unreachable'
    about: 'Bot or ingest cannot reach Cosmos DB. Runbook: The store does not answer.'
    severity: 1
    window: 'PT10M'
    query: 'AppMetrics | where Name == "faults" and tostring(Properties.event) in ("store.failed", "feed.failed") and Sum > 0 | summarize minutes = dcount(bin(TimeGenerated, 1m)) | where minutes >= 3'
  }
  {
    name: 'feed-lags'
    about: 'A process has not read the feed to its end for a minute: it does not hear what others commit. Runbook: The store does not answer.'
    severity: 2
    window: 'PT10M'
    query: 'AppMetrics | where Name == "feed.lag" and Max > 60 | summarize minutes = dcount(bin(TimeGenerated, 1m)) | where minutes >= 5'
  }
  {
    name: 'logs-are-full'
    about: 'The workspace took what it may take in a day; until tomorrow nothing is logged and alerts are blind. Runbook: Nothing arrives in Application Insights.'
    severity: 1
    window: 'PT1H'
    query: '_LogOperation | where Category =~ "Ingestion" and Detail has "OverQuota"'
  }
]

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${baseName}-operators'
  location: 'global'
  properties: {
    groupShortName: 'rooms-pro'
    enabled: true
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for rule in rules: {
  name: '${baseName}-${rule.name}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: '${baseName}: ${rule.name}'
    description: rule.about
    enabled: true
    severity: rule.severity
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: rule.window
    // The alert resolves, with a mail, when the query returns no rows.
    autoMitigate: true
    // Some tables exist only after the first entry.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [mail.id]
    }
  }
}]
