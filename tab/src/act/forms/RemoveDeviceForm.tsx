/** Asks for confirmation before a device is removed from its room. */
import { Form } from '../../forms/Form.tsx';
import type { FormProps } from '../intention.ts';

/** Explains the effects. The device itself receives no message. */
export function RemoveDeviceForm({ intention, formId, submit }: FormProps) {
  return (
    <Form
      id={formId}
      submit={() => submit({ action: 'removeDevice', device: intention.device ?? '' })}
    >
      <p>
        Its readings no longer count: signals that only this device reported are unknown until
        another device reports them, and their open incidents stay open. Its pending commands are
        cancelled.
      </p>
      <p>
        It keeps its key. If it sends telemetry again, it returns to this room. To prevent that,
        revoke its key under Settings, Devices.
      </p>
    </Form>
  );
}
