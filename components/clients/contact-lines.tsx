import { KeyValues } from '@/components/ui/key-values';

export interface ContactLinesProps {
  contact: { contactName: string; contactEmail: string; contactPhone: string };
}

const link =
  'break-all text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-current';

/** Whom to ring or write to. */
export function ContactLines({ contact: { contactName, contactEmail, contactPhone } }: ContactLinesProps) {
  const dialled = contactPhone.replace(/[^\d+]/g, '');
  return (
    <KeyValues
      items={[
        { key: 'name', label: 'Person', value: contactName === '' ? null : <bdi>{contactName}</bdi> },
        {
          key: 'email',
          label: 'E-mail',
          value:
            contactEmail === '' ? null : (
              <a href={`mailto:${contactEmail}`} className={link}>
                {contactEmail}
              </a>
            ),
        },
        {
          key: 'phone',
          label: 'Phone',
          value:
            contactPhone === '' ? null : (
              <a href={`tel:${dialled}`} className={link}>
                {contactPhone}
              </a>
            ),
        },
      ]}
    />
  );
}
