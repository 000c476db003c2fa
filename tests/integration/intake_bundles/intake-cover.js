"use strict"; // the script of an intranet page
