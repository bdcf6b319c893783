// The store: an account without key authentication, one database, and the containers that store/ expects.
param name string
param location string

@allowed(['serverless', 'autoscale'])
param mode string

param maxThroughput int

@description('The identities that may read and write documents in both containers. A role can be limited to a container, but not to a kind of document.')
param principalIds array

var databaseName = 'rooms-pro'
var isServerless = mode == 'serverless'
// The built-in role may read and write documents and list containers, but not create containers.
var dataContributorRole = '00000000-0000-0000-0000-000000000002'
// The same list as in store/src/cosmos/cosmosAccount.ts; a test compares both.
var containerSettings = loadJsonContent('containers.json')

resource account 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: name
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: false
      }
    ]
    capabilities: isServerless ? [
      {
        name: 'EnableServerless'
      }
    ] : []
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2026-03-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
    options: isServerless ? {} : {
      autoscaleSettings: {
        maxThroughput: maxThroughput
      }
    }
  }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2026-03-15' = [for container in containerSettings: {
  parent: database
  name: container.id
  properties: {
    resource: container
  }
}]

// Deployed last and one after the other, because Azure refuses a role assignment during another change of the account.
@batchSize(1)
resource mayReadAndWrite 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = [for principalId in principalIds: {
  parent: account
  name: guid(account.id, principalId, dataContributorRole)
  properties: {
    principalId: principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributorRole}'
    scope: account.id
  }
  dependsOn: [containers]
}]

output endpoint string = account.properties.documentEndpoint
output database string = database.name
