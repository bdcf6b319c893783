/** Explains TLS errors. Pure. */
import { fail, type Step } from './step.ts';

/** The server's certificate, read without trusting it. */
export type PeerCertificate = { readonly issuer: string; readonly validTo: string };

const askForRoot =
  'Ask the network team to exempt the server from inspection, or set "caFile" in the settings to their root certificate.';

/** Whether an error code is about TLS or the server's certificate. */
export function isTlsFault(code: string): boolean {
  return /^(CERT_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|EPROTO$|SELF_SIGNED_|UNABLE_TO_)/.test(code);
}

/** The failed step for a TLS error with this code. */
export function explainTlsFault(code: string, host: string, seen: PeerCertificate | null): Step {
  const issuer = seen?.issuer ?? 'an unknown issuer';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return fail(
        'TLS',
        `The certificate of ${host} has expired${seen === null ? '' : ` on ${seen.validTo}`}.`,
        'Ask the operator of the server to renew it. If the date is in the future, correct the clock of this device.',
      );
    case 'CERT_NOT_YET_VALID':
      return fail(
        'TLS',
        `The certificate of ${host} is not valid yet.`,
        'The clock of this device is probably behind: correct it.',
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return fail(
        'TLS',
        `The certificate of ${host} is self-signed: no authority confirms it.`,
        'If the server is meant to have it, set "caFile" in the settings to this certificate.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fail(
        'TLS',
        `The server has a certificate for another name than ${host}.`,
        'Check "server" in the settings. If it is correct, another system responds in place of the server.',
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return fail(
        'TLS',
        `The certificate of ${host} was issued by ${issuer}, which this device does not trust. A proxy that inspects traffic causes this.`,
        askForRoot,
      );
    default:
      return fail(
        'TLS',
        `The secure connection to ${host} failed (${code}).`,
        'Check that "server" in the settings has the correct port, and that no system in between interrupts TLS.',
      );
  }
}
