/** The made-up people and conversations of the kept databases. */

export type Member = { readonly id: string; readonly name: string };

const member = (end: string, name: string): Member => ({
  id: `5b0e7c10-2f4d-4c1a-9d3e-7a6c1f08${end}`,
  name,
});

/** Manager by the settings of the deployment. */
export const nora = member('0001', 'Nora Falk');
/** Lead of the room group `harbour`. */
export const piet = member('0002', 'Piet Amundsen');
/** Technician of the room groups `harbour` and `mill`. */
export const suri = member('0003', 'Suri Okonjo');
/** Viewer of the room group `mill`. */
export const vito = member('0004', 'Vito Marchetti');
/** Viewer without a room group. */
export const elke = member('0005', 'Elke Sandberg');
/** Waits for a manager. */
export const rafe = member('0006', 'Rafe Dunmore');

export const members: readonly Member[] = [nora, piet, suri, vito, elke, rafe];

/** Only Nora: the others are in the database. */
export const managerIds: readonly string[] = [nora.id];

export const tenantId = '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f';

export type Conversation = {
  readonly id: string;
  readonly conversationType: 'personal' | 'groupChat' | 'channel';
  readonly name?: string;
  /** The team of a channel; left out: `team`. */
  readonly team?: { readonly id: string; readonly name: string };
};

const channel = (name: string): Conversation => ({
  id: `19:${name.toLowerCase()}@thread.tacv2`,
  conversationType: 'channel',
  name,
});

/** Gets the cards of all rooms. */
export const operations = channel('Operations');
/** Its team is archived. */
export const archive = {
  ...channel('Archive'),
  team: { id: '19:archivedteam@thread.tacv2', name: 'Former tenants' },
};
/** The bot was removed from it. */
export const oldDesk = channel('OldDesk');
/** Gets the cards of Piet's rooms. */
export const harbourCrew: Conversation = {
  id: '19:harbourcrew@thread.v2',
  conversationType: 'groupChat',
  name: 'Harbour crew',
};
/** Its subscription has ended. */
export const millCrew: Conversation = {
  id: '19:millcrew@thread.v2',
  conversationType: 'groupChat',
  name: 'Mill crew',
};

/** Alone with the bot. */
export const personal = ({ id }: Member): Conversation => ({
  id: `a:${id.slice(-4)}`,
  conversationType: 'personal',
});

export const team = { id: '19:facilities@thread.tacv2', name: 'Facilities' };
