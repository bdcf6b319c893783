/** What one activity of Teams needs: made once for each activity. */
import type { Instant, Room, RoomId, Rules } from '@rooms-pro/core';
import type { ChatDeps } from '../chat/handleChat.ts';
import type { FindDeps } from '../chat/search/find.ts';
import type { ExecuteCommand } from '../commands/executeCommand.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import type { Sending } from '../notify/delivery/leasedSender.ts';
import type { Rejections } from '../notify/pauses/rejections.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import type { People } from '../signIn/people.ts';
import type { TabLinks } from '../tabLinks.ts';
import type { Dedupe } from './dedupe.ts';
import type { CardActionDeps, CardOutcome } from './onCardAction.ts';
import type { PlaceIn } from './onSearch.ts';
import type { Answers } from './replies/replies.ts';

export type TurnDeps = {
  readonly answers: Answers;
  readonly subscriptions: Subscriptions;
  readonly rejections: Rejections;
  readonly notifier: Pick<
    Sending,
    'roomChanged' | 'outageChanged' | 'keeps' | 'conversationChanged' | 'incidentOf'
  >;
  readonly fleet: ChatDeps['fleet'] &
    FindDeps['fleet'] &
    CardActionDeps['fleet'] &
    Pick<Fleet, 'summary'>;
  readonly outageRepository: CardActionDeps['outageRepository'];
  readonly act: ExecuteCommand;
  readonly people: Pick<People, 'personFor' | 'accessOf' | 'current' | 'assignable'>;
  /** What the chat remembers and knows. */
  readonly chat: Pick<ChatDeps, 'memory' | 'worldOf' | 'history'>;
  readonly rules: Rules;
  readonly links: TabLinks;
  /** Parses addresses of the tab that people paste. */
  readonly placeIn: PlaceIn;
  readonly now: () => Instant;
  readonly log: Log;
  /** The room as it is in the store. */
  readonly roomNow: (id: RoomId) => Promise<Room | null>;
  /** Suppresses repeated clicks. */
  readonly clicks: Dedupe<CardOutcome>;
};
