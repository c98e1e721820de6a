import {
  Archive,
  ArchiveRestore,
  Ban,
  BellOff,
  CalendarClock,
  Download,
  Hash,
  Heart,
  History,
  KeyRound,
  type LucideIcon,
  Mail,
  MessageCircleMore,
  MonitorSmartphone,
  PencilLine,
  ShieldCheck,
  SunMoon,
  Trash2,
  UserRound,
  UserRoundCog,
} from 'lucide-react'

type Section = { path: string; title: string; icon: LucideIcon }

/** The settings pages, in groups. */
export const groups: { title: string; sections: Section[] }[] = [
  {
    title: 'You',
    sections: [
      { path: 'profile', title: 'Edit profile', icon: UserRound },
      { path: 'liked', title: 'Posts you’ve liked', icon: Heart },
      { path: 'hashtags', title: 'Hashtags you follow', icon: Hash },
      { path: 'activity', title: 'Your activity', icon: History },
      { path: 'appearance', title: 'Appearance', icon: SunMoon },
    ],
  },
  {
    title: 'Your posts',
    sections: [
      { path: 'drafts', title: 'Drafts', icon: PencilLine },
      { path: 'scheduled', title: 'Scheduled', icon: CalendarClock },
      { path: 'archive', title: 'Archive', icon: Archive },
      { path: 'deleted', title: 'Recently deleted', icon: ArchiveRestore },
    ],
  },
  {
    title: 'Privacy',
    sections: [
      { path: 'privacy', title: 'Account privacy', icon: UserRoundCog },
      { path: 'comments', title: 'Comments and mentions', icon: MessageCircleMore },
      { path: 'blocked', title: 'Blocked', icon: Ban },
      { path: 'muted', title: 'Muted', icon: BellOff },
    ],
  },
  {
    title: 'Password and security',
    sections: [
      { path: 'password', title: 'Change password', icon: KeyRound },
      { path: 'contact', title: 'Email and phone', icon: Mail },
      { path: 'authenticator', title: 'Authenticator', icon: ShieldCheck },
      { path: 'devices', title: 'Devices', icon: MonitorSmartphone },
    ],
  },
  {
    title: 'Your data',
    sections: [
      { path: 'data', title: 'Download your data', icon: Download },
      { path: 'delete', title: 'Delete account', icon: Trash2 },
    ],
  },
]
