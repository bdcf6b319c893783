// What one program signs in with. Bot and ingest have one each: what takes telemetry from the internet
// may not speak in Teams or read attachments, and the bot may not replace what ingest runs or read its
// secret. In Cosmos DB both may write every document, so whoever took over ingest could write history
// and, in the container `documents`, the book of people: make somebody a Manager. Roles of Cosmos DB end
// at containers and know nothing of kinds of documents. See *Limits* in docs/deploy.md.
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
