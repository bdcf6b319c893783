// The deployment of azure.parameters.json, as described in docs/deploy.md. The check evaluates this plan to
// serverless.snapshot.json; it is not used for a deployment.
using '../azure.bicep'

param resourceBaseName = 'roomsplan'
param teamsAppId = '11111111-1111-4111-8111-111111111111'
param managerIds = '22222222-2222-4222-8222-222222222222'
param signInClientId = '33333333-3333-4333-8333-333333333333'
