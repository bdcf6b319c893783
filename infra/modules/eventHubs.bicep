// An event hub for gateways with much telemetry. There are no keys: an administrator assigns the role
// «Azure Event Hubs Data Sender» on the namespace to each sender.
param name string
param location string
param principalId string

@description('The maximum number of instances that read the hub in parallel; it cannot be changed later.')
@minValue(1)
@maxValue(32)
param partitions int = 4

var dataReceiverRole = 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'

resource space 'Microsoft.EventHub/namespaces@2026-01-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard'
    tier: 'Standard'
    capacity: 1
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2026-01-01' = {
  parent: space
  name: 'telemetry'
  properties: {
    partitionCount: partitions
    messageRetentionInDays: 7
  }
}

resource mayReceive 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(space.id, principalId, dataReceiverRole)
  scope: space
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiverRole)
  }
}

output hubName string = hub.name
output host string = '${space.name}.servicebus.windows.net'
