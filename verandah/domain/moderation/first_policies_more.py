"""The first rules in further languages, by their names: data, as in `first_policies`."""

from collections.abc import Mapping


def said(
    title_fr: str, body_fr: str, title_de: str, body_de: str, title_es: str, body_es: str
) -> Mapping[str, Mapping[str, str]]:
    """The same in French, German and Spanish."""
    return {
        "fr": {"title": title_fr, "body": body_fr},
        "de": {"title": title_de, "body": body_de},
        "es": {"title": title_es, "body": body_es},
    }


MORE: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "be-kind": said(
        "Soyez aimable, ne harcelez personne",
        "Discutez de ce qui est dit, pas de qui le dit. N’insultez pas les gens, ne les poursuivez pas de publication "
        "en publication, et n’envoyez personne contre eux.\n\nQuand quelqu’un vous demande de le laisser tranquille, "
        "laissez-le tranquille.",
        "Sei freundlich, belästige niemanden",
        "Streite über das, was gesagt wird, nicht über den, der es sagt. Beleidige niemanden, verfolge niemanden von "
        "Beitrag zu Beitrag und hetze keine anderen auf.\n\nWer dich bittet, in Ruhe gelassen zu werden, den lass in "
        "Ruhe.",
        "Sé amable, no acoses a nadie",
        "Discute lo que se dice, no a quien lo dice. No insultes, no persigas a nadie de publicación en publicación ni "
        "lances a otros contra nadie.\n\nCuando alguien te pida que le dejes en paz, déjale en paz.",
    ),
    "no-hate": said(
        "Pas de haine",
        "N’attaquez et ne rabaissez personne pour son origine, sa couleur de peau, sa religion, son sexe, son genre, "
        "qui elle aime, un handicap ou son âge, et n’appelez pas à le faire.",
        "Kein Hass",
        "Greife niemanden an und setze niemanden herab wegen Herkunft, Hautfarbe, Religion, Geschlecht, wegen der "
        "Menschen, die jemand liebt, wegen einer Behinderung oder des Alters, und rufe nicht dazu auf.",
        "Nada de odio",
        "No ataques ni humilles a nadie por su origen, el color de su piel, su religión, su sexo, su género, a quién "
        "ama, una discapacidad o su edad, ni pidas a otros que lo hagan.",
    ),
    "no-threats": said(
        "Ni menaces ni violence",
        "Ne menacez personne, n’appelez pas à la violence et ne la célébrez pas. Ne suivez et n’épiez personne, et ne "
        "dites pas où l’on peut trouver quelqu’un.\n\nSi une vie est en danger, appelez d’abord les secours, puis "
        "dites-le-nous.",
        "Keine Drohungen, keine Gewalt",
        "Drohe niemandem, rufe nicht zu Gewalt auf und feiere sie nicht. Verfolge und beobachte niemanden, und verrate "
        "nicht, wo jemand zu finden ist.\n\nIst ein Leben in Gefahr, ruf zuerst den Notruf an und sag es dann uns.",
        "Ni amenazas ni violencia",
        "No amenaces a nadie, no llames a la violencia ni la celebres. No sigas ni vigiles a nadie, ni digas dónde se "
        "le puede encontrar.\n\nSi hay una vida en peligro, llama primero a emergencias y avísanos después.",
    ),
    "no-violent-extremism": said(
        "Pas d’extrémisme violent ni de contenu terroriste",
        "Rien ici ne peut glorifier ou soutenir des groupes ou des personnes qui usent de la terreur, recruter pour "
        "eux, expliquer comment se font des attaques ni diffuser leur matériel.\n\nEn rendre compte, l’étudier ou le "
        "combattre est permis, tant que cela se voit clairement.",
        "Kein gewalttätiger Extremismus, keine terroristischen Inhalte",
        "Nichts hier darf Gruppen oder Menschen verherrlichen oder unterstützen, die Terror ausüben, für sie werben, "
        "erklären, wie Anschläge gemacht werden, oder ihr Material verbreiten.\n\nDarüber zu berichten, es zu "
        "erforschen oder ihm zu widersprechen ist erlaubt, solange das klar zu sehen ist.",
        "Ni extremismo violento ni contenido terrorista",
        "Nada aquí puede ensalzar o apoyar a grupos o personas que usan el terror, reclutar para ellos, explicar cómo "
        "se hacen atentados ni difundir su material.\n\nInformar sobre ello, estudiarlo u oponerse está permitido, "
        "siempre que se vea con claridad.",
    ),
    "protect-children": said(
        "Protéger les enfants",
        "Rien de ce qui sexualise, exploite ou met en danger des enfants n’a sa place ici, dessiné ou fait par une "
        "machine compris. Nous le signalons aux autorités.\n\nNe demandez pas d’images ni de rencontres à des enfants, "
        "et ne montrez pas les enfants des autres sans permission.",
        "Kinder schützen",
        "Nichts, was Kinder sexualisiert, ausbeutet oder gefährdet, hat hier Platz, auch nicht gezeichnet oder von "
        "einer Maschine gemacht. Wir melden es den Behörden.\n\nBitte Kinder nicht um Bilder oder Treffen, und zeige "
        "fremde Kinder nicht ohne Erlaubnis.",
        "Proteger a la infancia",
        "Nada que sexualice, explote o ponga en peligro a niños y niñas tiene sitio aquí, tampoco dibujado o hecho por "
        "una máquina. Lo comunicamos a las autoridades.\n\nNo pidas imágenes ni encuentros a menores, ni muestres a "
        "hijos de otros sin permiso.",
    ),
    "intimate-images": said(
        "Pas d’images intimes sans consentement",
        "Ne montrez et ne proposez pas d’images intimes de qui ne l’a pas accepté, vraies ou fabriquées, et ne menacez "
        "pas de le faire.\n\nSi c’est vous que l’on voit, signalez-le : c’est d’abord masqué, puis examiné.",
        "Keine intimen Bilder ohne Einwilligung",
        "Zeige und biete keine intimen Bilder von Menschen an, die dem nicht zugestimmt haben, ob echt oder nur echt "
        "wirkend, und drohe nicht damit.\n\nBist du selbst zu sehen, melde es: Es wird zuerst verborgen und dann "
        "angesehen.",
        "Ninguna imagen íntima sin consentimiento",
        "No muestres ni ofrezcas imágenes íntimas de quien no lo ha aceptado, reales o fabricadas, ni amenaces con "
        "hacerlo.\n\nSi eres tú quien aparece, avisa: primero se oculta y después se revisa.",
    ),
    "privacy": said(
        "Respectez la vie privée",
        "Ne publiez pas ce que d’autres vous ont confié : adresses, numéros de téléphone, documents, messages privés, "
        "images qu’ils ne voulaient pas montrer.",
        "Achte die Privatsphäre",
        "Veröffentliche nicht, was andere dir anvertraut haben: Adressen, Telefonnummern, Papiere, private "
        "Nachrichten, Bilder, die sie nicht zeigen wollten.",
        "Respeta la intimidad",
        "No publiques lo que otros te han confiado: direcciones, teléfonos, documentos, mensajes privados, imágenes "
        "que no querían mostrar.",
    ),
    "be-yourself": said(
        "Pas d’usurpation, d’arnaque ni de spam",
        "Ne vous faites pas passer pour quelqu’un d’autre, ne trompez personne, et ne publiez pas sans cesse la même "
        "chose.\n\nLa parodie et les pseudonymes sont bienvenus quand personne ne peut les confondre avec quelqu’un.",
        "Kein falscher Name, kein Betrug, kein Spam",
        "Gib dich nicht als jemand anderes aus, betrüge niemanden und schreibe nicht immer wieder dasselbe.\n\nParodie "
        "und Künstlernamen sind in Ordnung, wenn niemand sie mit jemand anderem verwechseln kann.",
        "Ni suplantación, ni estafas, ni spam",
        "No te hagas pasar por otra persona, no engañes a nadie ni publiques lo mismo una y otra vez.\n\nLa parodia y "
        "los seudónimos están bien cuando nadie puede confundirlos con otra persona.",
    ),
    "label-what-is-sensitive": said(
        "Signalez ce qui est sensible",
        "La nudité, le sang et ce qui peut bouleverser se placent derrière un avertissement qui dit ce qui s’y trouve. "
        "Les images ont une description quand vous pouvez en donner une.",
        "Kennzeichne, was heikel ist",
        "Nacktheit, Blut und was Menschen aufwühlen kann, steht hinter einer Warnung, die sagt, was dort ist. Bilder "
        "haben eine Beschreibung, wo du eine geben kannst.",
        "Señala lo que es delicado",
        "La desnudez, la sangre y lo que puede alterar a alguien van tras una advertencia que dice qué hay. Las "
        "imágenes llevan descripción cuando puedas darla.",
    ),
    "the-law": said(
        "La loi",
        "Ce qui est contraire à la loi n’est pas permis ici non plus : par exemple des biens dont la vente est "
        "interdite, les œuvres d’autrui sans permission, ou des menaces contre la sécurité publique.",
        "Das Gesetz",
        "Was gegen das Gesetz verstößt, ist auch hier nicht erlaubt: etwa Waren, die nicht verkauft werden dürfen, "
        "Werke anderer ohne deren Erlaubnis oder Drohungen gegen die öffentliche Sicherheit.",
        "La ley",
        "Lo que es contrario a la ley tampoco está permitido aquí: por ejemplo bienes que no pueden venderse, obras de "
        "otros sin su permiso o amenazas a la seguridad pública.",
    ),
}
