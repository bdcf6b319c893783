// The bot with the tab: an App Service with one instance. With several instances, only one would send cards.
param baseName string
param location string
param planSku string
param identityId string
param identityClientId string
param identityTenantId string
param cosmosEndpoint string
param cosmosDatabase string
param insightsConnectionString string
param workspaceId string

@description('Whether the standard output is also sent to the workspace, which already receives its lines from Application Insights.')
param consoleLogsToWorkspace bool

param teamsAppId string
param managerIds string
param attachmentsUrl string
param signInClientId string
param signInTenantId string
param logLevel string

@description('Additional app settings; they override the settings below.')
@secure()
param moreSettings object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${baseName}-bot-plan'
  location: location
  kind: 'linux'
  sku: {
    name: planSku
    capacity: 1
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: '${baseName}-bot'
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'node main.mjs'
      numberOfWorkers: 1
      alwaysOn: true
      http20Enabled: true
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      healthCheckPath: '/healthz'
    }
  }
}

// A separate resource, so that the settings can contain the domain of the app. These are all settings of the
// app: the next deployment removes settings that a person added by hand.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union({
    // The package is complete: Azure does not build or install anything.
    SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
    WEBSITE_RUN_FROM_PACKAGE: '1'
    // The old process ends before the new one starts. If Azure still runs two, one of them waits.
    WEBSITE_DISABLE_OVERLAPPED_RECYCLING: '1'
    NODE_ENV: 'production'
    HOST: '0.0.0.0'
    PUBLIC_ORIGIN: 'https://${app.properties.defaultHostName}'
    BOT_ID: identityClientId
    BOT_TYPE: 'UserAssignedMSI'
    BOT_TENANT_ID: identityTenantId
    TEAMS_APP_ID: teamsAppId
    MANAGER_IDS: managerIds
    SIGN_IN_CLIENT_ID: signInClientId
    SIGN_IN_TENANT_ID: signInTenantId
    AZURE_CLIENT_ID: identityClientId
    COSMOS_ENDPOINT: cosmosEndpoint
    COSMOS_DATABASE: cosmosDatabase
    ATTACHMENTS_URL: attachmentsUrl
    APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
    LOG_LEVEL: logLevel
  }, moreSettings)
}

// Deployed one after the other, because Azure refuses a change of an app during another change. Each policy
// is a separate resource with a literal name, so that the compiler checks its properties.
resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
  dependsOn: [appSettings]
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
  dependsOn: [noScmPassword]
}

// Keeps the last days of standard output on the app's disk, for `az webapp log tail`, without cost.
resource logFiles 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'logs'
  properties: {
    httpLogs: {
      fileSystem: {
        enabled: true
        retentionInDays: 3
        retentionInMb: 35
      }
    }
  }
  dependsOn: [noFtpPassword]
}

// The newest stable version is from 2016 and lacks these properties; this is the newest preview version.
#disable-next-line use-recent-api-versions
resource logLines 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (consoleLogsToWorkspace) {
  name: 'logLines'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output domain string = app.properties.defaultHostName
