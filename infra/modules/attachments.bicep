// The attachments of people, in a separate account: the identity of the Functions host owns the other
// account, so it could read attachments there, too.
@minLength(3)
@maxLength(24)
param name string

param location string

@description('The identity of the bot: reads attachments.')
param readerPrincipalId string

@description('The identity of ingest: adds the requested logs of devices, and cannot read attachments.')
param writerPrincipalId string

var blobDataContributorRole = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
// No built-in role can write without reading. The condition allows reading only in a container that does not exist.
var writeOnly = '''
((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'}))
OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'none'))
'''

resource storage 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-09-01' = {
  parent: storage
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource attachments 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-09-01' = {
  parent: blobs
  name: 'attachments'
  properties: {
    publicAccess: 'None'
  }
}

resource mayKeep 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(attachments.id, readerPrincipalId, blobDataContributorRole)
  scope: attachments
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributorRole)
  }
}

resource mayAdd 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(attachments.id, writerPrincipalId, blobDataContributorRole)
  scope: attachments
  properties: {
    principalId: writerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributorRole)
    condition: writeOnly
    conditionVersion: '2.0'
  }
}

// The URL of the attachments, without a slash at the end.
output blobUrl string = 'https://${storage.name}.blob.${environment().suffixes.storage}'
