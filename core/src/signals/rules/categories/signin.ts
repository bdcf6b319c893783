/** The rules for the room's account: its sign-ins to Exchange, Teams and Skype for Business. */

import { minutes } from '../durations.ts';
import type { DetailAdvice, Rule } from '../rule.ts';
import { telemetryRule } from '../telemetryRule.ts';

/** The errors with which Microsoft Entra ID refuses the account, with their recommended actions. */
const accountAdvice: readonly DetailAdvice[] = [
  {
    whenDetailHas: ['AADSTS50076', 'AADSTS50079', 'AADSTS50074'],
    recommendedAction:
      'The resource account requires multi-factor authentication, and no person is there to complete it. Open the sign-in log of the account in Microsoft Entra ID to see which Conditional Access policy asks, exclude the account (best: a group of all room accounts) from that policy, and switch off per-user multi-factor authentication for it. Then restart the app.',
  },
  {
    whenDetailHas: ['AADSTS50126', 'AADSTS50056'],
    recommendedAction:
      'The password on the device is not the password of the resource account: it is wrong, or it was changed or has expired. Set a new password for the account in Microsoft Entra ID, exempt it from expiry, try it once in a private browser window, then enter it on the device under Settings, Account.',
  },
  {
    whenDetailHas: ['AADSTS50055', 'AADSTS50144'],
    recommendedAction:
      'The password of the resource account has expired. Set a new one, exempt the account from password expiry so that this does not come back, then enter the new password on the device under Settings, Account.',
  },
  {
    whenDetailHas: ['AADSTS50053'],
    recommendedAction:
      'The resource account is locked after too many wrong sign-ins. Find where they come from in its sign-in log (often a second device that still has the old password), correct the password there, then wait for the lock to end or set a new password.',
  },
  {
    whenDetailHas: ['AADSTS50057'],
    recommendedAction:
      'Sign-in is blocked for the resource account. Open the account in Microsoft Entra ID, enable it, and check that no lifecycle or clean-up job disables it again. Then restart the app.',
  },
  {
    whenDetailHas: ['AADSTS53003'],
    recommendedAction:
      'A Conditional Access policy blocks the resource account. Open the failed sign-in in the sign-in log of Microsoft Entra ID: the Conditional Access tab names the policy. Exclude the group of room accounts from it, or let it pass sign-ins from the room network, then restart the app.',
  },
  {
    whenDetailHas: ['AADSTS53000', 'AADSTS53001', 'AADSTS53002'],
    recommendedAction:
      'A Conditional Access policy wants a compliant or joined device, and this room device does not count as one. Look up the device in Intune and repair what makes it non-compliant, or exclude the room accounts from that condition. Then restart the app.',
  },
  {
    whenDetailHas: ['AADSTS50034', 'AADSTS50020', 'AADSTS90002'],
    recommendedAction:
      'The account the device signs in with does not exist in this directory. Compare the sign-in address on the device under Settings, Account with the resource account in Microsoft Entra ID, letter by letter: it may have been renamed, deleted, or typed with another domain.',
  },
  {
    whenDetailHas: ['AADSTS700082', 'AADSTS70008', 'AADSTS50173', 'AADSTS50078'],
    recommendedAction:
      'The sign-in kept on the device is no longer valid, as happens after a change of password or a long time offline. Enter the password of the resource account again on the device under Settings, Account.',
  },
  {
    whenDetailHas: ['AADSTS'],
    recommendedAction:
      'Microsoft Entra ID refuses the resource account. Look for the code that begins with AADSTS in the sign-in log of the account: the entry says which condition failed. Correct that, then restart the app.',
  },
];

const exchangeAdvice: readonly DetailAdvice[] = [
  {
    whenDetailHas: ['AutodiscoveryError', 'Autodiscover'],
    recommendedAction:
      'The device cannot find the mailbox of the room. Check that the sign-in address and the primary mail address of the account are the same, that the autodiscover record of its domain resolves from the room network, and that proxy and firewall let it through. For a mailbox on your own servers, enter the Exchange address on the device under Settings, Account.',
  },
  {
    whenDetailHas: ['ServerVersionNotSupported'],
    recommendedAction:
      'The mailbox is on an Exchange server that the app does not support. Move the mailbox to Exchange Online or to a supported version of Exchange Server, then restart the app.',
  },
  {
    whenDetailHas: ['GeneralError'],
    recommendedAction:
      'Exchange gives no exact reason. Sign in to Outlook on the web as the room account: if that fails, follow its message (password, licence, mailbox). If it works, restart the app and check that the proxy does not intercept traffic to Exchange.',
  },
  {
    whenDetailHas: ['Disconnected'],
    recommendedAction:
      'The connection to Exchange is down. Check from the room network that Exchange Online (or your own Exchange server) can be reached over HTTPS without a proxy that asks for sign-in, then restart the app.',
  },
];

const shared = {
  ...telemetryRule,
  category: 'signin',
  severity: 'important',
  opensAfterMs: minutes(30),
  investigateForMs: minutes(15),
  escalatesAfterMs: null,
  remediations: ['restartApp'],
} as const;

/** The rule for the sign-in to the room's mailbox. */
export const signinExchangeRule: Rule = {
  ...shared,
  type: 'signin-exchange',
  label: 'Exchange sign-in',
  impact: 'The room shows no calendar, so people cannot join their booked meeting with one touch.',
  description: 'The app cannot sign in to the mailbox of the room.',
  causes: [
    'The password of the resource account was changed or has expired.',
    'Multi-factor authentication or a Conditional Access policy applies to the resource account.',
    'Exchange or its autodiscover address cannot be reached from the room network.',
    'The mailbox was moved, renamed or removed.',
  ],
  resolutions: [
    'Set a new password that does not expire and enter it on the device.',
    'Exclude the resource accounts from multi-factor authentication and blocking policies.',
    'Let the room network reach Exchange without a proxy that asks for sign-in.',
    'Check the mailbox and its licence by signing in to Outlook on the web.',
  ],
  recommendedAction:
    'Sign in to Outlook on the web as the room account. If that fails, follow its message: password, multi-factor authentication or licence. If it works, enter the password again on the device under Settings, Account and restart the app.',
  adviceByDetail: [...accountAdvice, ...exchangeAdvice],
};

/** The rule for the sign-in to Teams. */
export const signinTeamsRule: Rule = {
  ...shared,
  type: 'signin-teams',
  label: 'Teams sign-in',
  impact: 'The room cannot join or start any Teams meeting.',
  description: 'The app cannot sign in to Teams.',
  causes: [
    'The password of the resource account was changed or has expired.',
    'Multi-factor authentication or a Conditional Access policy applies to the resource account.',
    'The Teams Rooms licence is missing or has run out.',
    'Teams cannot be reached from the room network.',
  ],
  resolutions: [
    'Set a new password that does not expire and enter it on the device.',
    'Exclude the resource accounts from multi-factor authentication and blocking policies.',
    'Assign a Teams Rooms licence to the resource account.',
    'Let the room network reach Teams without a proxy that asks for sign-in.',
  ],
  recommendedAction:
    'Open the latest failed sign-in of the room account in the sign-in log of Microsoft Entra ID: it names the reason. Correct the password, policy or licence it points to, then enter the password again on the device under Settings, Account and restart the app.',
  adviceByDetail: accountAdvice,
};

/** The rule for the sign-in to Skype for Business; it does not apply in a Teams-only room. */
export const signinSkypeRule: Rule = {
  ...shared,
  type: 'signin-skype',
  label: 'Skype for Business sign-in',
  impact: 'The room cannot join or start any Skype for Business meeting.',
  description: 'The app cannot sign in to Skype for Business.',
  causes: [
    'The password or the sign-in address on the device is wrong.',
    'The account is not enabled for Skype for Business.',
    'The server or its DNS records cannot be reached from the room network.',
    'The room no longer uses Skype for Business but is still set up for it.',
  ],
  resolutions: [
    'Enter sign-in address and password again on the device.',
    'Enable the account for Skype for Business as a meeting room.',
    'Set the meeting mode to Microsoft Teams only if Skype for Business is no longer used.',
  ],
  recommendedAction:
    'If this room no longer needs Skype for Business, set the meeting mode on the device to Microsoft Teams only. Otherwise enter the sign-in address and password again under Settings, Account, and check that the account is enabled on the Skype for Business server.',
  adviceByDetail: accountAdvice,
};
