// All Azure resources of the product, in one resource group. The deployment does not create, read or pass on
// keys: each of the two programs signs in with a separate managed identity.
targetScope = 'resourceGroup'

@description('The prefix of every name: a letter, then lower-case letters and digits, unique across Azure.')
@minLength(4)
@maxLength(20)
param resourceBaseName string

@description('The region of all resources except the bot registration, which is global. The region must support Flex Consumption.')
param location string = resourceGroup().location

@description('The display name of the bot.')
@maxLength(42)
param botDisplayName string = 'Rooms Pro Management'

@description('The Teams app id; if it is set, cards open the tab inside Teams.')
param teamsAppId string = ''

@description('Directory object ids of the people who get all rights, comma separated.')
param managerIds string = ''

@description('Application that the tab signs people in with; empty: no person can sign in to the tab.')
param signInClientId string = ''

@description('serverless: pay for each request; autoscale: a maximum that scales down to a tenth of it. The mode of an existing account cannot be changed.')
@allowed(['serverless', 'autoscale'])
param cosmosMode string = 'serverless'

@description('With autoscale: the maximum request units per second, in thousands.')
@minValue(1000)
param cosmosMaxThroughput int = 1000

@description('Size of the App Service, B1 or larger (it is always on); one instance, which responds to requests and sends cards.')
param botPlanSku string = 'B1'

@description('The number of Functions instances that are always ready, separately for telemetry and for the sweep. 0: none.')
@minValue(0)
param alwaysReadyInstances int = 1

@description('Memory of a Functions instance in MB.')
@allowed([512, 2048, 4096])
param ingestMemoryMB int = 2048

@description('Application that reads devices from Microsoft Graph. Devices are read only if all three parameters graph… are set.')
param graphClientId string = ''

@description('Directory (tenant) id of that application.')
param graphTenantId string = ''

@description('The Key Vault URI of the secret of that application; the identity of ingest must have the right to read it.')
param graphSecretUri string = ''

@description('Whether ingest also reads telemetry from an event hub, for gateways with much telemetry.')
param withEventHubs bool = false

@description('The minimum level of log lines.')
@allowed(['debug', 'info', 'warn', 'error'])
param logLevel string = 'info'

@description('The maximum gigabytes per day of the log workspace, which limits the cost. Above it, nothing is logged until the next day. -1: no limit.')
@minValue(-1)
param logDailyQuotaGb int = 2

@description('Whether the standard output of the bot is also sent to the workspace. Application Insights already contains its lines, so each line is paid twice.')
param consoleLogsToWorkspace bool = false

@description('The mail address for alerts about faults of the product itself; empty: no alerts are created.')
param alertEmail string = ''

@description('Additional app settings of the bot, by their names in env/.env.sample.')
@secure()
param botSettings object = {}

@description('Additional app settings of ingest, by their names in env/.env.sample.')
@secure()
param ingestSettings object = {}

module botIdentity 'modules/identity.bicep' = {
  name: 'botIdentity'
  params: {
    name: '${resourceBaseName}-bot-identity'
    location: location
  }
}

module ingestIdentity 'modules/identity.bicep' = {
  name: 'ingestIdentity'
  params: {
    name: '${resourceBaseName}-ingest-identity'
    location: location
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    baseName: resourceBaseName
    location: location
    principalIds: [botIdentity.outputs.principalId, ingestIdentity.outputs.principalId]
    dailyQuotaGb: logDailyQuotaGb
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  name: 'alerts'
  params: {
    baseName: resourceBaseName
    location: location
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
  }
}

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  params: {
    name: '${resourceBaseName}-cosmos'
    location: location
    mode: cosmosMode
    maxThroughput: cosmosMaxThroughput
    principalIds: [botIdentity.outputs.principalId, ingestIdentity.outputs.principalId]
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: '${resourceBaseName}st'
    location: location
    hostPrincipalId: ingestIdentity.outputs.principalId
  }
}

module attachments 'modules/attachments.bicep' = {
  name: 'attachments'
  params: {
    name: '${resourceBaseName}at'
    location: location
    readerPrincipalId: botIdentity.outputs.principalId
    writerPrincipalId: ingestIdentity.outputs.principalId
  }
}

module eventHubs 'modules/eventHubs.bicep' = if (withEventHubs) {
  name: 'eventHubs'
  params: {
    name: '${resourceBaseName}-hubs'
    location: location
    principalId: ingestIdentity.outputs.principalId
  }
}

module ingest 'modules/ingest.bicep' = {
  name: 'ingest'
  params: {
    baseName: resourceBaseName
    location: location
    identityId: ingestIdentity.outputs.id
    identityClientId: ingestIdentity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.database
    attachmentsUrl: attachments.outputs.blobUrl
    insightsConnectionString: monitoring.outputs.connectionString
    alwaysReadyInstances: alwaysReadyInstances
    memoryMB: ingestMemoryMB
    graphClientId: graphClientId
    graphTenantId: graphTenantId
    graphSecretUri: graphSecretUri
    eventHubName: withEventHubs ? eventHubs!.outputs.hubName : ''
    eventHubHost: withEventHubs ? eventHubs!.outputs.host : ''
    logLevel: logLevel
    moreSettings: ingestSettings
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    baseName: resourceBaseName
    location: location
    planSku: botPlanSku
    identityId: botIdentity.outputs.id
    identityClientId: botIdentity.outputs.clientId
    identityTenantId: botIdentity.outputs.tenantId
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.database
    attachmentsUrl: attachments.outputs.blobUrl
    insightsConnectionString: monitoring.outputs.connectionString
    workspaceId: monitoring.outputs.workspaceId
    consoleLogsToWorkspace: consoleLogsToWorkspace
    teamsAppId: teamsAppId
    managerIds: managerIds
    signInClientId: signInClientId
    signInTenantId: tenant().tenantId
    logLevel: logLevel
    moreSettings: botSettings
  }
}

module botRegistration 'modules/botRegistration.bicep' = {
  name: 'botRegistration'
  params: {
    name: '${resourceBaseName}-bot'
    displayName: botDisplayName
    domain: bot.outputs.domain
    identityId: botIdentity.outputs.id
    identityClientId: botIdentity.outputs.clientId
    identityTenantId: botIdentity.outputs.tenantId
  }
}

// The toolkit writes outputs into env/.env.<environment> under these names.
output BOT_ID string = botIdentity.outputs.clientId
output BOT_TENANT_ID string = botIdentity.outputs.tenantId
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = bot.outputs.id
output TAB_DOMAIN string = bot.outputs.domain
output INGEST_FUNCTION_APP_NAME string = ingest.outputs.name
output INGEST_DOMAIN string = ingest.outputs.domain
output COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output COSMOS_DATABASE string = cosmos.outputs.database
