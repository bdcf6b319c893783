// Ingest: a Functions app on Flex Consumption. Telemetry scales by itself; so does each timer.
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

@description('Empty: no event hub is read.')
param eventHubName string

param eventHubHost string
param logLevel string

@description('Further app settings; they win over those below.')
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
// Two of the three would be a collector that fails, and a reference to no secret.
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
// A sweep that loses its memory must listen for twenty minutes before it may call a room silent.
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

// All that the app has: what somebody added by hand is gone with the next deployment.
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
