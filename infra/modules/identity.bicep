// The managed identity of one program. Bot and ingest have separate identities: ingest, which receives
// telemetry from the internet, cannot post in Teams or read attachments, and the bot cannot replace the code
// of ingest or read its secret. In Cosmos DB both can write every document. So an attacker who controls ingest
// could write history and, in the container `documents`, the directory of people: make a person a Manager.
// Roles of Cosmos DB apply to containers, not to kinds of documents. See *Limits* in docs/deploy.md.
param name string
param location string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
output tenantId string = identity.properties.tenantId
