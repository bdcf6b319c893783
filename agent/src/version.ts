/** The version that the Monitoring Software reports with every message. */
export const agentVersion = '1.0.0';
