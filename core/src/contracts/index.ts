export * from './api.ts';
export * from './telemetry.ts';
