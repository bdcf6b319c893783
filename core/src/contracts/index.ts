export * from './api.ts';
export * from './attachments.ts';
export * from './details.ts';
export * from './peopleSettings.ts';
export * from './profile.ts';
export * from './ruleSettings.ts';
export * from './settings.ts';
export * from './telemetry.ts';
