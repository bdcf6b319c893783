export * from './api.ts';
export * from './ruleSettings.ts';
export * from './telemetry.ts';
