// What one program signs in with. Bot and ingest have one each: what takes telemetry from the internet
// may not speak in Teams, and the bot may not replace what ingest runs or read its secret.
param name string
param location string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
output tenantId string = identity.properties.tenantId
