import type { FormAction } from '@/components/ui/action-failure';

/** What the rows can do. Each form names its slot in the field `slotId`; the page binds the client. */
export interface SlotActions {
  /** Fields `slotId`, `value`, `keepAnyway`, `trim`. */
  storeValue: FormAction<unknown>;
  /** Fields `slotId`, `reference`, `label`. */
  setReference: FormAction<unknown>;
  /** Field `slotId`. */
  removeReference: FormAction<unknown>;
}
