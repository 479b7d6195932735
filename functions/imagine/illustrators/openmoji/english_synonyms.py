"""English vocabulary of children, by OpenMoji's names. Compiled by hand."""


def _table(text: str) -> dict[str, str]:
    """From lines «picture: word, two words» to {"word": "picture", "two words": "picture"}."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {word.strip(): picture.strip() for picture, _, synonyms in lines for word in synonyms.split(",")}


SYNONYMS = _table(
    """
    dog face: paw patrol, puppy, puppy dog, doggy, doggie, pup, pooch, golden retriever, labrador, bulldog, husky
    dog: hound, woof
    poodle: fluffy dog
    cat face: kitty, kitten, kitty cat, kittie, pussycat, pussy cat
    mouse: mousie, mickey mouse
    rabbit: bunny, bunny rabbit, hare, easter bunny
    T-Rex: dino, dinosaur, tyrannosaurus, tyrannosaurus rex, trex, t rex dinosaur, raptor, velociraptor, godzilla
    sauropod: brontosaurus, brachiosaurus, diplodocus, long neck, long neck dinosaur
    sauropod: stegosaurus, triceratops, baby dinosaur, dinosaur baby
    dragon: fire breathing dragon, water dragon, wyvern
    unicorn: pegasus, alicorn, baby unicorn, unicorn horse
    horse: pony, stallion, mare, foal
    horse face: rocking horse, hobby horse
    cow: calf, cattle, moo cow
    ox: bull
    pig: piggy, piglet, hog
    ewe: sheep, lamb, baa baa black sheep
    goat: kid goat, baby goat
    chicken: hen
    hatching chick: baby bird, baby dinosaur egg, hatching egg, hatchling
    front-facing baby chick: chicky, baby chicken, duckling, chick
    duck: ducky, duckie, rubber duck
    bird: birdie, robin, sparrow, blue bird, bluebird, hummingbird, pigeon
    black bird: crow, raven, blackbird
    dove: white bird
    eagle: hawk, falcon
    parrot: macaw bird, cockatoo, budgie
    turtle: tortoise, sea turtle, ninja turtle
    crocodile: alligator, croc
    lizard: gecko, chameleon, iguana, salamander, newt
    snake: serpent, cobra, python
    frog: toad, tadpole
    fish: fishy, fishie, nemo
    tropical fish: angelfish, clownfish, clown fish
    blowfish: puffer fish, pufferfish
    spouting whale: whale, blue whale
    orca: killer whale
    octopus: octopi
    star: starfish, star fish, sea star
    jellyfish: jelly fish
    seal: sea lion, walrus
    hippopotamus: hippo
    rhinoceros: rhino
    gorilla: king kong
    monkey: chimp, chimpanzee, ape
    tiger: tigger
    lion: lion king, lioness, lion cub
    leopard: cheetah, jaguar, panther, snow leopard
    chipmunk: squirrel
    hamster: guinea pig, gerbil
    bear: grizzly, grizzly bear, bear cub
    teddy bear: stuffed animal, stuffy, cuddly toy, plushie, teddy
    panda: panda bear
    koala: koala bear
    butterfly: moth, caterpillar butterfly
    worm: caterpillar, inchworm
    lady beetle: ladybug, ladybird, lady bug
    honeybee: bee, bumblebee, bumble bee, honey bee, wasp
    bug: insect, creepy crawly
    spider: spiderman, spider man, daddy long legs, tarantula
    fly: housefly, dragonfly, dragon fly, firefly
    snail: slug
    spiral shell: shell, seashell, sea shell
    robot: bot, transformer, android
    alien: martian, extraterrestrial
    alien monster: monster, space invader, creature
    ogre: beast, shrek
    hairy creature: yeti, bigfoot, big foot, sasquatch
    clown face: clown, joker clown
    pile of poo: poop, poo, poop emoji
    fairy: pixie, tinkerbell, tooth fairy
    woman mage: witch, sorceress
    mage: wizard, magician, sorcerer
    elf: gnome, dwarf, leprechaun
    Santa Claus: santa, father christmas, saint nicholas
    person with crown: king, queen
    princess: elsa, cinderella, rapunzel, barbie
    superhero: super hero, batman, superman, wonder woman, hero, supergirl
    baby angel: angel, cupid
    mermaid: little mermaid
    pirate flag: pirate
    astronaut: spaceman, space man, cosmonaut
    firefighter: fireman, fire fighter
    police officer: policeman, cop, policewoman
    health worker: doctor, nurse, vet
    cook: chef, baker
    ballet dancer: ballerina, dancer
    ninja: samurai
    guard: soldier, knight
    older person: grandparent
    old woman: grandma, granny, grandmother, nana
    old man: grandpa, grandad, granddad, grandfather
    woman: mom, mommy, mum, mummy, mother, mama, lady, aunt, auntie
    man: dad, daddy, father, papa, uncle, guy, brother in law
    boy: brother, little boy, big brother
    girl: sister, little girl, big sister
    child: kid, toddler
    people hugging: hug, friend, best friend
    person: human, people
    baby: baby brother, baby sister
    skull: skeleton, bones
    rocket: rocket ship, spaceship, space ship, rocketship, spacecraft, space rocket
    flying saucer: ufo, alien ship
    automobile: car, toy car
    racing car: race car, racecar, sports car, fast car, lightning mcqueen
    fire engine: fire truck, firetruck
    delivery truck: truck, lorry, garbage truck, rubbish truck, dump truck, bin lorry
    pickup truck: monster truck, pick up truck
    tractor: digger, excavator, bulldozer
    building construction: crane
    police car: cop car
    locomotive: train, choo choo, choo choo train, steam train, thomas the tank engine, steam engine
    bus: school bus, coach, double decker
    minibus: van, camper van
    bicycle: bike, tricycle, push bike
    motorcycle: motorbike, motor bike
    kick scooter: scooter
    sailboat: boat, sail boat, yacht, pirate ship, pirate boat
    canoe: kayak, rowboat, row boat
    passenger ship: cruise ship, ocean liner
    ship: titanic
    ferry: ferry boat
    airplane: plane, aeroplane, jet, air plane, jumbo jet
    small airplane: toy plane
    helicopter: chopper, copter
    ringed planet: planet, saturn, space, outer space, galaxy, universe
    globe showing Europe-Africa: earth, world, globe
    crescent moon: moon, night
    sun with face: sunshine, sunny day, smiling sun
    sun: summer
    star: little star
    shooting star: falling star, wishing star
    cloud with rain: rain, rainy day, raindrops, rainstorm, rain cloud
    cloud with lightning and rain: storm, thunder, thunderstorm
    cloud with lightning: lightning
    cloud with snow: snow, snowstorm, snow storm
    snowflake: frost, ice crystal, winter
    cloud: sky, heaven
    snowman: snow man, olaf
    tornado: hurricane, twister, whirlwind
    water wave: sea, ocean, water, wave, lake, river, underwater
    droplet: drop, raindrop, water drop
    fire: flame, flames, campfire, bonfire
    mountain: hill
    snow-capped mountain: snowy mountain
    beach with umbrella: beach, seaside, holiday
    desert island: island, treasure island
    evergreen tree: forest, pine tree, woods, fir tree
    deciduous tree: tree, park, oak tree, apple tree
    palm tree: jungle, rainforest
    Christmas tree: xmas tree, christmas, merry christmas, xmas
    house with garden: home, farm house, farmhouse, farm, doll house, dollhouse, my house, tree house, treehouse
    house: dog house, doghouse, barn, bird house, birdhouse, cottage, cabin
    derelict house: haunted house, spooky house
    castle: palace, fort, sand castle, sandcastle, princess castle, fortress
    playground slide: playground, slide
    ferris wheel: big wheel, amusement park
    carousel horse: merry go round, carousel
    circus tent: circus
    office building: building, skyscraper, tower
    cityscape: city
    hut: igloo
    rainbow: rain bow
    blossom: flower, daisy
    bouquet: flowers, bunch of flowers, wild flowers
    sunflower: sun flower, garden
    herb: leaf, leaves, plant, grass
    four leaf clover: lucky clover, clover
    red heart: heart, love heart, i love you
    smiling face with smiling eyes: smiley, smiley face, happy face, smile, emoji, smiling face
    slightly frowning face: sad face
    angry face: mad face, grumpy face
    pizza: pizza slice, slice of pizza
    soft ice cream: ice cream, icecream, ice cream cone, ice lolly, popsicle, ice creams
    ice cream: sundae, ice cream sundae
    hot dog: hotdog, sausage
    french fries: fries, chips, french fry
    hamburger: burger, cheeseburger, cheese burger, happy meal
    cheese wedge: cheese, cheddar
    spaghetti: pasta, noodles, spaghetti and meatballs
    steaming bowl: soup, ramen, noodle soup
    cooked rice: rice, bowl of rice
    doughnut: donut
    cookie: biscuit, chocolate chip cookie
    cupcake: muffin, fairy cake, cup cake
    birthday cake: cake, happy birthday, birthday, chocolate cake
    shortcake: slice of cake, piece of cake, strawberry cake, cheesecake
    chocolate bar: chocolate, bar of chocolate
    candy: sweets, sweet, sweetie, gummy bear, candy cane
    lollipop: lolly, lollypop
    honey pot: honey
    red apple: apple
    tangerine: orange, mandarin, clementine
    cherries: cherry
    blueberries: blueberry
    grapes: grape
    ear of corn: corn, sweetcorn, corn on the cob
    hot pepper: chili, chilli, chili pepper
    leafy green: lettuce, salad leaf
    green salad: salad
    poultry leg: chicken leg, drumstick, chicken nugget
    meat on bone: meat
    cut of meat: steak
    pancakes: pancake
    peanuts: nut
    nest with eggs: nest, birds nest, bird nest
    egg: easter egg
    glass of milk: milk, milkshake, milk shake
    cup with straw: juice, soda, lemonade, cola, coke, smoothie
    beverage box: juice box
    hot beverage: coffee, tea, hot chocolate, cocoa, cup of tea
    jack-o-lantern: pumpkin, halloween, jack o lantern
    wrapped gift: present, gift, birthday present, christmas present
    balloon: party balloon
    party popper: party
    fireworks: firework
    soccer ball: football, ball, soccer, beach ball
    american football: rugby
    tennis: tennis ball
    martial arts uniform: karate, judo
    kite: flying kite
    puzzle piece: puzzle, jigsaw
    nesting dolls: doll, dolly, russian doll
    video game: game, computer game, nintendo, playstation, xbox, minecraft, controller
    game die: dice
    magic wand: wand
    crystal ball: magic ball
    performing arts: mask, theatre, theater
    artist palette: paint, painting, painter, art
    crayon: colouring, coloring
    pencil: coloured pencil, colored pencil
    musical notes: music, song, singing
    musical keyboard: piano, keyboard, synthesizer
    drum: drum kit
    microphone: karaoke
    guitar: electric guitar, ukulele, rock star, rockstar
    television: tv, telly
    laptop: computer, ipad, tablet
    mobile phone: phone, cell phone, iphone
    vertical traffic light: traffic light, traffic lights
    light bulb: lamp, light
    alarm clock: clock
    closed book: book, story book, storybook
    crossed swords: sword, sword fight, light saber, lightsaber
    bow and arrow: arrow, archer
    treasure chest: treasure, pirate treasure, gold
    coin: money, gold coin
    gem stone: diamond, jewel, gem, crystal, ruby, emerald
    ring: wedding ring, diamond ring
    crown: tiara, princess crown
    top hat: hat, magic hat, wizard hat, witch hat, party hat, cowboy hat
    billed cap: cap, baseball cap
    woman’s hat: sun hat, straw hat, sunhat, bonnet
    rescue worker’s helmet: helmet, hard hat
    scarf: shawl
    dress: princess dress, skirt, gown
    running shoe: shoe, sneaker, trainers
    woman’s boot: boot, rain boot, wellies, cowboy boot
    jeans: pants, trousers
    shorts: swimming trunks
    one-piece swimsuit: swimsuit, bathing suit
    coat: jacket, raincoat, rain coat
    t-shirt: shirt, jumper, sweater
    glasses: spectacles
    sunglasses: shades, cool glasses
    umbrella: parasol, brolly, umbrella in the rain
    bed: bedroom, blanket, pillow, bunk bed
    couch and lamp: sofa, couch
    armchair: arm chair, comfy chair
    bathtub: bath, bubble bath, tub, bath tub
    toilet: potty
    package: box, cardboard box, parcel
    basket: easter basket
    bubbles: bubble, soap bubble, soap bubbles
    swan: ugly duckling
    wind chime: chimes
    eyes: googly eyes
    footprints: foot print
    speaking head: head, face
    flexed biceps: muscle, strong arm
    waving hand: hand, hello, hi, bye, bye bye, goodbye
    black circle: dot
    white circle: circle
    white large square: square
    red triangle pointed up: triangle
    rainbow flag: flag of rainbow
    triangular flag: flag
    chequered flag: checkered flag, race flag
    locked: lock, padlock
    axe: hatchet, ax
    person swimming: swimming, swimmer
    person surfing: surfing, surfer
    skier: skiing
    roller skate: roller skating, rollerblades
    ice skate: ice skating
    """
)
