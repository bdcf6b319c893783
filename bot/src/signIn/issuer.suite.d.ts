export declare const clientId = '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export declare const tenantId = '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export declare const teamsClient = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';
/** Claims beside or instead of those of a good token; `undefined` leaves one out. */
export type Claims = Readonly<Record<string, unknown>>;
export type Issuer = Awaited<ReturnType<typeof openIssuer>>;
/** A certificate for `localhost` that lives as long as the test. */
export declare function makeCertificate(): {
  key: NonSharedBuffer;
  cert: string;
};
/** Opens it on any free port, trusted by this process alone. */
export declare function openIssuer(): Promise<{
  authority: string;
  /** For a program that has to trust it. */
  cert: string;
  settings: {
    clientId: string;
    tenantId: string;
    authority: string;
  };
  env: {
    SIGN_IN_CLIENT_ID: string;
    SIGN_IN_TENANT_ID: string;
    SIGN_IN_AUTHORITY: string;
  };
  claimsOf: (claims: Claims) => Record<string, unknown>;
  rotate: (onlyNew?: boolean) => Promise<void>;
  /** Whether it answers as it should, with a failure, or not at all. */
  setUp: (up: boolean | 'silent') => void;
  readonly asked: number;
  /** A token for a person, as Teams would hand it to the tab. */
  token(oid: string, claims?: Claims): Promise<string>;
  close: () => Promise<unknown>;
}>;
