/** A conversation of the demo: its messages in order, as `name: text`. The first sender opens it. */
export type DemoConversation = {
  with: string[]
  /** The title of a group; a direct conversation has none. */
  title?: string
  /** Hours since the last message. */
  ago: number
  said: string[]
  /** The seed of a photo whose post is shared with the last message. */
  post?: number
  /** The number of last messages that the others have not read yet. */
  unread?: number
}

export const conversations: DemoConversation[] = [
  {
    with: ['freya', 'ines'],
    ago: 0.4,
    post: 63,
    unread: 2,
    said: [
      'freya: Are you serious about the train?',
      'ines: Completely. I have looked at the map for an hour.',
      'freya: Then come in February. The nights are long and I have a spare room.',
      'ines: How cold is February?',
      'freya: Bring everything you own.',
      'ines: That is a small suitcase.',
      'freya: I have a second pair of everything. Two of the warm socks are yours.',
      'freya: And Tomasz wants to come as well. He promises to bring the orange towel.',
    ],
  },
  {
    with: ['sam', 'ines', 'clara', 'lucia'],
    title: 'Balloon morning',
    ago: 3.5,
    unread: 1,
    said: [
      'sam: Saturday, half past five, the meadow behind the mill. Who is in?',
      'clara: Me! By bike.',
      'lucia: In. Drone stays on the ground, I promise.',
      'ines: Half past five is late for me.',
      'sam: Good. You hold the rope.',
      'clara: I bring the croissants. How many?',
      'lucia: Yes.',
      'sam: Forecast says 5 knots from the south-west. We fly.',
    ],
  },
  {
    with: ['jonas', 'ines'],
    ago: 22,
    said: [
      'jonas: Thank you for the six ridges. My vote stands.',
      'ines: It is five. I have a witness.',
      'jonas: Your sister says seven.',
      'ines: Then the truth lies in the middle, and you win. Annoying.',
      'jonas: Come sailing and I let you win something.',
      'ines: Deal. After the snow has gone.',
    ],
  },
  {
    with: ['noor', 'lucia'],
    ago: 2.4,
    post: 33,
    unread: 1,
    said: [
      'noor: About that wallpaper.',
      'lucia: Yes?',
      'noor: Two metres by three, parasols at the height of a hand. I would print it on tiles.',
      'lucia: Tiles! I had not thought of tiles.',
      'noor: This one, please.',
    ],
  },
  {
    with: ['amara', 'clara'],
    ago: 4.2,
    said: [
      'amara: An envelope! You really asked them?',
      'clara: They laughed and gave me two.',
      'amara: I send you Sylvia in return. Keep her away from the others.',
      'clara: She gets the balcony.',
    ],
  },
  {
    with: ['kenji', 'priya'],
    ago: 7.5,
    post: 42,
    said: [
      'priya: May I paint from this one?',
      'kenji: Please do. What do you need?',
      'priya: Only the promise that you come and see it.',
      'kenji: It has orange at the bottom and violet on top. I promise.',
    ],
  },
  {
    with: ['omar', 'tomasz'],
    ago: 5.2,
    unread: 1,
    said: [
      'tomasz: What is the sky like in November?',
      'omar: Black, and full to the edge.',
      'tomasz: And the nights?',
      'omar: Cold. Tea helps. So do camels.',
      'tomasz: I have a tent.',
      'omar: Everybody has a tent. Bring the lens.',
    ],
  },
  {
    with: ['tomasz', 'freya'],
    ago: 34,
    said: [
      'tomasz: Four seconds, really?',
      'freya: Four. ISO 1600, f/2.',
      'tomasz: I used to think I liked you.',
      'freya: Come in February with Inès. I make soup.',
      'tomasz: What kind of soup?',
      'freya: The kind you do not ask about.',
    ],
  },
  {
    with: ['sam', 'jonas'],
    ago: 30,
    said: [
      'sam: Up, down and hope. You asked.',
      'jonas: That is sailing with one direction fewer.',
      'sam: I like you.',
    ],
  },
]
