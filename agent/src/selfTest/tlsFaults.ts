/** What an error of TLS means, in plain words. Pure. */
import { fail, type Step } from './step.ts';

/** What the server's certificate says of itself, looked at without trusting it. */
export type CertificateSeen = { readonly issuer: string; readonly validTo: string };

const askForRoot =
  'Let the network team exempt the server from inspection, or set "caFile" in the settings to their root certificate.';

/** Whether an error's code speaks of the server's certificate. */
export function isTlsFault(code: string): boolean {
  return /^(CERT_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|EPROTO$|SELF_SIGNED_|UNABLE_TO_)/.test(code);
}

/** The step for a TLS error with this code. */
export function explainTlsFault(code: string, host: string, seen: CertificateSeen | null): Step {
  const issuer = seen?.issuer ?? 'somebody unknown';
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return fail(
        'TLS',
        `The certificate of ${host} has expired${seen === null ? '' : ` on ${seen.validTo}`}.`,
        'Ask whoever runs the server to renew it. If the date is still to come, mend the clock of this device.',
      );
    case 'CERT_NOT_YET_VALID':
      return fail(
        'TLS',
        `The certificate of ${host} is not valid yet.`,
        'Most likely the clock of this device is behind: mend it.',
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return fail(
        'TLS',
        `The certificate of ${host} is self-signed: nobody vouches for it.`,
        'If the server is meant to have it, set "caFile" in the settings to this certificate.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fail(
        'TLS',
        `Whoever answers has a certificate for another name than ${host}.`,
        'Check "server" in the settings; if it is right, something between answers in its place.',
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return fail(
        'TLS',
        `The certificate of ${host} was issued by ${issuer}, whom this device does not trust; a proxy that inspects traffic does that.`,
        askForRoot,
      );
    default:
      return fail(
        'TLS',
        `No secure connection to ${host} came about (${code}).`,
        'Check that "server" in the settings names the right port, and that nothing between cuts TLS.',
      );
  }
}
