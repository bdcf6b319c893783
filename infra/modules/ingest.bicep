// Ingest: a Functions app on Flex Consumption. Telemetry and each timer scale independently.
param baseName string
param location string
param identityId string
param identityClientId string
param storageName string
param deploymentContainerUrl string
param cosmosEndpoint string
param cosmosDatabase string
param attachmentsUrl string
param insightsConnectionString string
param alwaysReadyInstances int
param memoryMB int
param graphClientId string
param graphTenantId string
param graphSecretUri string

@description('The event hub to read; empty: none.')
param eventHubName string

param eventHubHost string
param logLevel string

@description('Additional app settings; they override the settings below.')
@secure()
param moreSettings object

var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  NODE_ENV: 'production'
  AZURE_CLIENT_ID: identityClientId
  COSMOS_ENDPOINT: cosmosEndpoint
  COSMOS_DATABASE: cosmosDatabase
  ATTACHMENTS_URL: attachmentsUrl
  LOG_LEVEL: logLevel
}
// With only two of the three values the collector would fail, and the secret reference would be invalid.
var readsGraph = !empty(graphClientId) && !empty(graphTenantId) && !empty(graphSecretUri)
var graphSettings = !readsGraph ? {} : {
  GRAPH_CLIENT_ID: graphClientId
  GRAPH_TENANT_ID: graphTenantId
  GRAPH_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=${graphSecretUri})'
}
var eventHubSettings = empty(eventHubName) ? {} : {
  EVENT_HUB_NAME: eventHubName
  EVENT_HUB__fullyQualifiedNamespace: eventHubHost
  EVENT_HUB__credential: 'managedidentity'
  EVENT_HUB__clientId: identityClientId
}
// After a restart, the sweep waits twenty minutes before it may mark a room as disconnected.
var alwaysReady = [
  {
    name: 'http'
    instanceCount: alwaysReadyInstances
  }
  {
    name: 'function:sweep'
    instanceCount: alwaysReadyInstances
  }
]

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${baseName}-ingest-plan'
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: '${baseName}-ingest'
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: '24'
      }
      scaleAndConcurrency: {
        maximumInstanceCount: 40
        instanceMemoryMB: memoryMB
        alwaysReady: alwaysReadyInstances > 0 ? alwaysReady : []
        triggers: {
          http: {
            perInstanceConcurrency: 100
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
    }
  }
}

// These are all settings of the app: the next deployment removes settings that a person added by hand.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, graphSettings, eventHubSettings, moreSettings)
}

resource noPublishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
  dependsOn: [appSettings]
}

output name string = app.name
output domain string = app.properties.defaultHostName
