/** A person of the demo. Their sign-in name is their first name. */
export type DemoPerson = {
  username: string
  fullName: string
  bio: string
  pronouns: string
  website?: string
  isVerified?: true
  role?: 'moderator'
  /** Days since they signed up. */
  days: number
}

/** The people of the demo. A visitor signs in as the first one. */
export const people: DemoPerson[] = [
  {
    username: 'ines',
    fullName: 'Inès Moreau',
    bio: 'Mountains before breakfast. Grenoble.',
    pronouns: 'she/her',
    role: 'moderator',
    days: 412,
  },
  {
    username: 'tomasz',
    fullName: 'Tomasz Kowalczyk',
    bio: 'One tent, one lens, no alarm clock. Bieszczady when the sky is clear.',
    pronouns: 'he/him',
    days: 388,
  },
  {
    username: 'freya',
    fullName: 'Freya Holm',
    bio: 'Chasing the northern lights so that you can stay warm. Tromsø, 69° N.',
    pronouns: 'she/her',
    website: 'https://freyaholm.example',
    isVerified: true,
    days: 731,
  },
  {
    username: 'sam',
    fullName: 'Sam Rivers',
    bio: 'Balloon pilot, ground crew to a two-year-old.',
    pronouns: 'they/them',
    days: 265,
  },
  {
    username: 'jonas',
    fullName: 'Jonas Lind',
    bio: 'Small boat, long evenings.',
    pronouns: 'he/him',
    days: 341,
  },
  {
    username: 'lucia',
    fullName: 'Lucía Vega',
    bio: 'The beach from above. Everything is licensed, me and the drone.',
    pronouns: 'she/her',
    website: 'https://desdearriba.example',
    days: 298,
  },
  {
    username: 'omar',
    fullName: 'Omar Haddad',
    bio: 'Sand, tea and patience.',
    pronouns: 'he/him',
    days: 190,
  },
  {
    username: 'clara',
    fullName: 'Clara Weiß',
    bio: 'I cycle past fields and stop too often.',
    pronouns: 'she/her',
    days: 154,
  },
  {
    username: 'priya',
    fullName: 'Priya Nair',
    bio: 'Window light and whatever the market had. Painter on weekdays.',
    pronouns: 'she/her',
    days: 223,
  },
  {
    username: 'amara',
    fullName: 'Amara Obi',
    bio: 'Forty-one kinds of dahlia and counting. Seeds to swap!',
    pronouns: 'she/her',
    days: 176,
  },
  {
    username: 'kenji',
    fullName: 'Kenji Mori',
    bio: 'The twenty minutes after sunset.',
    pronouns: 'he/him',
    days: 97,
  },
  {
    username: 'noor',
    fullName: 'Noor Bakker',
    bio: 'Cut paper, printed tiles. Studio open on Saturdays.',
    pronouns: 'she/they',
    website: 'https://noorbakker.example',
    days: 133,
  },
]

/** The password of all of them; printed at the start, so that a visitor can look around. */
export const password = 'sunlight-and-silver'
