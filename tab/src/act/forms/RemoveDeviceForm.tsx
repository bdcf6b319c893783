/** Asks once more before a device is taken out of its room. */
import { Form } from '../../forms/Form.tsx';
import type { FormProps } from '../ActDialog.tsx';

/** What follows, and what does not: the device itself is not told. */
export function RemoveDeviceForm({ intention, formId, submit }: FormProps) {
  return (
    <Form
      id={formId}
      submit={() => submit({ action: 'removeDevice', device: intention.device ?? '' })}
    >
      <p>
        What it said counts no longer: signals that only this device reported are unknown until
        another one reports them, and their open incidents stay open. What it was asked to do is
        called off.
      </p>
      <p>
        It keeps its key. If it sends again, it stands in this room again; to end that, revoke its
        key under Settings, Devices.
      </p>
    </Form>
  );
}
