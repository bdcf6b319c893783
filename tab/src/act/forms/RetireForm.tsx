/** Asks once more before a room is no longer watched. */
import { Form } from '../../forms/Form.tsx';
import type { FormProps } from '../ActDialog.tsx';

/** What retiring does, and that it can be taken back. */
export function RetireForm({ formId, submit }: FormProps) {
  return (
    <Form id={formId} submit={() => submit({ action: 'retire' })}>
      <p>
        The room leaves all lists, its open incidents are resolved, and nobody is told of it any
        more. Its tickets and their history stay. Enrolling it again brings it back.
      </p>
    </Form>
  );
}
