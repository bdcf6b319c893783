// All options enabled: a large organisation with gateways, Microsoft Graph and alerts. The check evaluates this
// plan to autoscale.snapshot.json; it is not used for a deployment.
using '../azure.bicep'

param resourceBaseName = 'roomsplan'
param teamsAppId = '11111111-1111-4111-8111-111111111111'
param managerIds = '22222222-2222-4222-8222-222222222222'
param signInClientId = '33333333-3333-4333-8333-333333333333'
param cosmosMode = 'autoscale'
param cosmosMaxThroughput = 4000
param botPlanSku = 'P1v3'
param alwaysReadyInstances = 2
param graphClientId = '44444444-4444-4444-8444-444444444444'
param graphTenantId = '55555555-5555-4555-8555-555555555555'
param graphSecretUri = 'https://vault.example/secrets/graph'
param withEventHubs = true
param alertEmail = 'operators@example.com'
param consoleLogsToWorkspace = true
