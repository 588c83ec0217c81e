import { KeyValues } from '@/components/ui/key-values';
import { PrivateText } from '@/components/ui/private-text';

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
        {
          key: 'name',
          label: 'Person',
          value:
            contactName === '' ? null : (
              <PrivateText instead="a person">
                <bdi>{contactName}</bdi>
              </PrivateText>
            ),
        },
        {
          key: 'email',
          label: 'E-mail',
          value:
            contactEmail === '' ? null : (
              <a href={`mailto:${contactEmail}`} className={link}>
                <PrivateText instead="an e-mail address">{contactEmail}</PrivateText>
              </a>
            ),
        },
        {
          key: 'phone',
          label: 'Phone',
          value:
            contactPhone === '' ? null : (
              <a href={`tel:${dialled}`} className={link}>
                <PrivateText instead="a phone number">{contactPhone}</PrivateText>
              </a>
            ),
        },
      ]}
    />
  );
}
