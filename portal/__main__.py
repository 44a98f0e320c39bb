"""`python3 -m portal …`, on a machine that has Python and nothing else.

Written so that an old Python can read it far enough to say what is missing.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Le portail demande Python 3.11 ou plus récent, et ce Python est en {}.{}. "
        "Installez-en un plus récent, puis relancez la même commande avec lui.".format(
            *sys.version_info
        )
    )

from portal.bootstrap import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
