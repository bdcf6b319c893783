/** Asks for confirmation before a room is retired. */
import { Form } from '../../forms/Form.tsx';
import type { FormProps } from '../intention.ts';

/** Explains what retiring does, and how to undo it. */
export function RetireForm({ formId, submit }: FormProps) {
  return (
    <Form id={formId} submit={() => submit({ action: 'retire' })}>
      <p>
        The room leaves all lists, its open incidents are resolved, and no person is notified about
        it any more. Its tickets and their history stay. Enrolling it again brings it back.
      </p>
    </Form>
  );
}
